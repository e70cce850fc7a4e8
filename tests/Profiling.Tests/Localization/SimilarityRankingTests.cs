using FsCheck;
using FsCheck.Fluent;
using HcsGrid.Profiling.Evaluation;
using HcsGrid.Profiling.Localization;

namespace HcsGrid.Profiling.Tests.Localization;

public class SimilarityRankingTests
{
    private static readonly string[] Names = [.. "ABCDEFGHIJKL".Select(c => $"{c}")];

    // Expected: numpy's corrcoef(X)[4], and the cosines of X's rows with row 4, of the same numbers, largest first.
    [Theory]
    [InlineData(SimilarityKind.Correlation, new[] { 5, 2, 7, 0 },
        new[] { 0.4692490323166659, 0.4123685213771894, 0.32810448643372253, 0.3276847106494145 })]
    [InlineData(SimilarityKind.Cosine, new[] { 2, 5, 0, 7 },
        new[] { 0.9622198819832359, 0.9565707045869609, 0.9528238299028785, 0.941543882989613 })]
    public void Seeded_groups_have_the_reference_s_ranks(SimilarityKind kind, int[] rows, double[] similarities)
    {
        var list = new SimilarityRanking(SeededSpectra.Twelve, Names, kind).Of(4, 4);
        Assert.Equal(rows, list.Select(other => other.Row));
        Assert.Equal([1, 2, 3, 4], list.Select(other => other.Rank));
        for (var i = 0; i < 4; i++)
            Assert.Equal(similarities[i], list[i].Similarity, 1e-12);
    }

    [Fact]
    public void Equal_groups_share_a_rank_and_stand_in_order_of_their_names()
    {
        var table = SeededSpectra.Twelve.SelectRows([4, 7, 5, 7, 2, 7]);
        var list = new SimilarityRanking(table, ["q", "c", "x", "a", "y", "b"], SimilarityKind.Correlation).Of(0, 9);
        Assert.Equal([2, 4, 3, 5, 1], list.Select(other => other.Row));
        Assert.Equal([1, 2, 3, 3, 3], list.Select(other => other.Rank));
    }

    [Fact]
    public void Rows_and_codes_in_another_order_give_the_same_ranks() => Prop.ForAll(
        Gen.Choose(1, 500).ToArbitrary(), Gen.Elements(Enum.GetValues<SimilarityKind>()).ToArbitrary(), (seed, kind) =>
        {
            var table = SeededSpectra.Of(10, 6, seed);
            var rows = SeededSpectra.Shuffled(10, seed);
            var names = Names[..10];
            var expected = new SimilarityRanking(table, names, kind).Of(rows[3], 10);
            var other = new SimilarityRanking(table.SelectRows(rows), Array.ConvertAll(rows, row => names[row]), kind)
                .Of(3, 10);
            Assert.Equal(expected, other.Select(found => found with { Row = rows[found.Row] }));
            var codes = new SimilarityRanking(table.WithCodes(SeededSpectra.Shuffled(6, seed)), names, kind)
                .Of(rows[3], 10);
            Assert.Equal(expected.Select(found => found.Row), codes.Select(found => found.Row));
            Assert.Equal(9, expected.Count);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_group_that_cannot_be_compared_is_in_no_list()
    {
        var table = SeededSpectra.Twelve.With(
            [.. Enumerable.Range(0, 9).SelectMany(code => new[] { (2, code, double.NaN), (5, code, 0.25) })]);
        var ranking = new SimilarityRanking(table, Names, SimilarityKind.Correlation);
        Assert.Equal([2, 5], ranking.SetAsideRows);
        Assert.Equal(9, ranking.UsedFeatures.Count);
        Assert.Equal([7, 0], ranking.Of(4, 2).Select(other => other.Row));
        Assert.Empty(ranking.Of(2, 3));
        Assert.DoesNotContain(ranking.Of(4, 20), other => other.Row is 2 or 5);
    }

    [Fact]
    public void One_group_has_an_empty_list_and_what_is_asked_wrongly_is_refused()
    {
        var one = new SimilarityRanking(SeededSpectra.Twelve.SelectRows([0]), ["a"], SimilarityKind.Cosine);
        Assert.Empty(one.Of(0, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => one.Of(1, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => one.Of(0, 0));
        Assert.Throws<ArgumentException>(
            () => new SimilarityRanking(SeededSpectra.Twelve, ["a"], SimilarityKind.Cosine));
    }
}
