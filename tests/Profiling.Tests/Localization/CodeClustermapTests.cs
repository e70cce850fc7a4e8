using FsCheck;
using FsCheck.Fluent;
using HcsGrid.Profiling.Localization;
using HcsGrid.Profiling.Structure;

namespace HcsGrid.Profiling.Tests.Localization;

public class CodeClustermapTests
{
    private static readonly CodeClustermapOptions Three = new() { ClusterCount = 3 };

    // Expected: numpy 1.24 and scipy 1.10.1 on the same numbers,
    //   R = corrcoef(X.T); d = pdist(R)   or   d = 1 - R[triu_indices(9, 1)]
    //   Z = linkage(d, 'average'); o = of all 256 orders that Z allows that with the least sum of adjacent distances,
    //   reversed where X[:, o[0]].sum() is below X[:, o[-1]].sum(); fcluster(Z, 3, 'maxclust'), numbered along o.
    // (scipy's optimal_leaf_ordering stops at larger sums here: 10.299 for 10.080, 6.060 for 5.749.)
    [Theory]
    [InlineData(CodeDistance.Rows, new[] { 5, 8, 6, 7, 3, 0, 4, 1, 2 }, new[] { 3, 3, 3, 2, 3, 1, 1, 1, 1 },
        0.8543654099317851, 2.2669484378428306)]
    [InlineData(CodeDistance.Correlation, new[] { 8, 5, 6, 7, 3, 2, 1, 4, 0 }, new[] { 3, 3, 3, 2, 3, 1, 1, 1, 1 },
        0.3967421660724818, 1.2966000010877752)]
    public void Seeded_codes_have_the_reference_s_order_and_clusters(
        CodeDistance distance, int[] order, int[] clusters, double lowest, double highest)
    {
        var map = CodeClustermap.Of(SeededSpectra.Twelve, Three with { Distance = distance });
        Assert.Equal(order, map.Order);
        Assert.Equal(clusters, map.Clusters);
        Assert.Equal(3, map.ClusterCount);
        Assert.Equal(lowest, map.Tree.Merges[0].Height, 1e-12);
        Assert.Equal(highest, map.Tree.Merges[^1].Height, 1e-12);
        Assert.Empty(map.SetAsideCodes);
        Assert.Empty(map.LeftOutRows);
    }

    // Expected: numpy's corrcoef of the same numbers.
    [Theory]
    [InlineData(0, 1, -0.15015332822503563)]
    [InlineData(0, 8, -0.11439230198427255)]
    [InlineData(3, 5, -0.07182603978379058)]
    [InlineData(7, 2, -0.34283752852530003)]
    [InlineData(4, 4, 1)]
    public void Codes_correlate_over_the_groups(int code, int other, double expected)
    {
        var map = CodeClustermap.Of(SeededSpectra.Twelve, Three);
        Assert.Equal(expected, map.Correlation(code, other), 1e-12);
        Assert.Equal(map.Correlation(code, other), map.Correlation(other, code));
    }

    [Fact]
    public void Rows_in_another_order_give_the_same_map() => Prop.ForAll(Gen.Choose(1, 500).ToArbitrary(), seed =>
    {
        var table = SeededSpectra.Of(8, 6, seed);
        var (first, second) = (
            CodeClustermap.Of(table, Three),
            CodeClustermap.Of(table.SelectRows(SeededSpectra.Shuffled(8, seed)), Three));
        Assert.Equal(first.Order, second.Order);
        Assert.Equal(first.Clusters, second.Clusters);
        Assert.Equal(first.Correlation(0, 5), second.Correlation(0, 5), 1e-12);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Codes_in_another_order_are_put_in_the_same_order() => Prop.ForAll(
        Gen.Choose(1, 500).ToArbitrary(), Gen.Elements(Enum.GetValues<CodeDistance>()).ToArbitrary(),
        (seed, distance) =>
        {
            var table = SeededSpectra.Of(9, 7, seed);
            var shuffled = SeededSpectra.Shuffled(7, seed);
            var options = Three with { Distance = distance };
            var (first, second) = (CodeClustermap.Of(table, options),
                CodeClustermap.Of(table.WithCodes(shuffled), options));
            Assert.Equal(first.Order, second.Order.Select(code => shuffled[code]));
            Assert.Equal(shuffled.Select(code => first.Clusters[code]), second.Clusters);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_cluster_is_one_piece_of_the_order() => Prop.ForAll(Gen.Choose(1, 500).ToArbitrary(), seed =>
    {
        var map = CodeClustermap.Of(SeededSpectra.Of(7, 12, seed), new CodeClustermapOptions { ClusterCount = 5 });
        var along = map.Order.Select(code => map.Clusters[code]).ToArray();
        Assert.Equal(along.Order(), along);
        Assert.Equal([1, 2, 3, 4, 5], along.Distinct());
        Assert.Equal(Enumerable.Range(0, 12), map.Order.Order());
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_code_that_does_not_vary_is_set_aside_and_changes_nothing_for_the_others()
    {
        var table = SeededSpectra.Twelve;
        var before = CodeClustermap.Of(table.WithCodes(0, 2, 3, 4, 5, 6, 7, 8), Three);
        var constant = table.With([.. Enumerable.Range(0, 12).Select(row => (row, 1, 0.0))]);
        var map = CodeClustermap.Of(constant, Three);
        Assert.Equal([1], map.SetAsideCodes);
        Assert.Equal(0, map.Clusters[1]);
        Assert.Equal(1, map.Order[^1]);
        Assert.Equal(before.Order.Select(code => code == 0 ? 0 : code + 1), map.Order.Take(8));
        Assert.True(double.IsNaN(map.Correlation(1, 2)));
        Assert.True(double.IsNaN(map.Correlation(1, 1)));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_group_without_numbers_is_left_out_and_changes_nothing(double value)
    {
        var table = SeededSpectra.Twelve;
        var broken = ProfileTable.Concat([table, table.SelectRows([3]).With((0, 4, value))]);
        var (before, map) = (CodeClustermap.Of(table, Three), CodeClustermap.Of(broken, Three));
        Assert.Equal([12], map.LeftOutRows);
        Assert.Equal(before.Order, map.Order);
        Assert.Equal(before.Correlation(2, 6), map.Correlation(2, 6));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Without_two_groups_no_code_varies(int rowCount)
    {
        var map = CodeClustermap.Of(SeededSpectra.Twelve.SelectRows(row => row < rowCount), Three);
        Assert.Equal(Enumerable.Range(0, 9), map.Order);
        Assert.Equal(Enumerable.Range(0, 9), map.SetAsideCodes);
        Assert.Equal(0, map.ClusterCount);
        Assert.Empty(map.Tree.Merges);
    }

    [Fact]
    public void The_order_begins_with_the_more_common_end()
    {
        var map = CodeClustermap.Of(SeededSpectra.Twelve, Three);
        var totals = Enumerable.Range(0, 9)
            .Select(code => SeededSpectra.Twelve.Feature(code).ToArray().Sum()).ToArray();
        Assert.True(totals[map.Order[0]] > totals[map.Order[^1]]);
    }

    [Fact]
    public void Options_out_of_bounds_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(
            () => CodeClustermap.Of(SeededSpectra.Twelve, Three with { ClusterCount = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => CodeClustermap.Of(SeededSpectra.Twelve, Three with { Distance = (CodeDistance)7 }));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => CodeClustermap.Of(SeededSpectra.Twelve, Three with { Linkage = (LinkageMethod)7 }));
    }
}
