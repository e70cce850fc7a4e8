using HcsGrid.Profiling.Evaluation;

namespace HcsGrid.Profiling.Tests.Evaluation;

public class ClusterAgreementTests
{
    // scikit-learn 1.2.1: adjusted_mutual_info_score (arithmetic), and pair_confusion_matrix.
    [Theory]
    [InlineData("aaabbbccc", "112223331", 0.16502260912888572, 1.0 / 3, 1.0 / 3)]
    [InlineData("aabbccdd", "12121212", -0.399999999999999, 0.0, 0.0)]
    [InlineData("aaaaabbbbbcccccddddd", "11112222233333444411", 0.4916760707369787, 0.5365853658536586, 0.55)]
    [InlineData("aaaa", "1234", 0.0, null, 0.0)]
    [InlineData("abcd", "abcd", 0.0, null, null)]
    [InlineData("aaaa", "1111", 1.0, 1.0, 1.0)]
    [InlineData("aabb", "1122", 1.0, 1.0, 1.0)]
    public void Agreement_is_that_of_the_reference(
        string labels, string clusters, double information, double? precision, double? recall)
    {
        var agreement = ClusterAgreement.Of(Texts(labels), Texts(clusters));
        Assert.Equal(information, agreement.AdjustedMutualInformation!.Value, 1e-12);
        Assert.Equal(precision is null, agreement.PairPrecision is null);
        Assert.Equal(precision ?? 0, agreement.PairPrecision ?? 0, 1e-12);
        Assert.Equal(recall is null, agreement.PairRecall is null);
        Assert.Equal(recall ?? 0, agreement.PairRecall ?? 0, 1e-12);
    }

    [Fact]
    public void Many_items_agree_as_the_reference_says()
    {
        var items = Enumerable.Range(0, 200).ToArray();
        var quadratic = ClusterAgreement.Of(
            [.. items.Select(i => $"{i * i % 7}")], [.. items.Select(i => $"{((i * i) + (i / 50)) % 5}")]);
        Assert.Equal(-0.016314590675439136, quadratic.AdjustedMutualInformation!.Value, 1e-12);
        Assert.Equal(0.2502439024390244, quadratic.PairPrecision!.Value, 1e-12);
        Assert.Equal(0.19753561802079322, quadratic.PairRecall!.Value, 1e-12);
        Assert.Equal(0.2207875, quadratic.PairF!.Value, 1e-6);
        var nested = ClusterAgreement.Of(
            [.. items.Select(i => $"{i % 9}")], [.. items.Select(i => $"{(i % 9 / 2) + (i % 13 == 0 ? 1 : 0)}")]);
        Assert.Equal(0.6902799340531957, nested.AdjustedMutualInformation!.Value, 1e-12);
    }

    [Fact]
    public void Items_without_a_label_or_cluster_are_left_out()
    {
        var agreement = ClusterAgreement.Of(["a", "a", "", "b"], ["1", "1", "1", ""]);
        Assert.Equal((2, 1.0), (agreement.ItemCount, agreement.AdjustedMutualInformation));
        var none = ClusterAgreement.Of([""], ["1"]);
        Assert.Equal((0, null, null), (none.ItemCount, none.AdjustedMutualInformation, none.PairF));
        Assert.Throws<ArgumentException>(() => ClusterAgreement.Of(["a"], []));
    }

    private static string[] Texts(string characters) => [.. characters.Select(c => $"{c}")];
}
