using FsCheck;
using FsCheck.Fluent;
using HcsGrid.Profiling.Localization;

namespace HcsGrid.Profiling.Tests.Localization;

public class ClusterSummariesTests
{
    private static readonly int[] Clusters = [1, 2, 2, 1, 1, 2, 2, 1, 0, 1, 0, 0];

    // Expected: numpy on the same numbers, for rows 0, 3, 4, 7, 9 and rows 1, 2, 5, 6,
    //   c = median(d, 0); median(norm(d - c, axis=1))   (cytoself's calculate_cluster_centrosize over all axes)
    //   c = d.mean(0); …   and the row with the least sum of norm(d[:, None] - d[None], axis=2).
    [Fact]
    public void Seeded_clusters_have_the_reference_s_centre_and_size()
    {
        var found = ClusterSummaries.Of(SeededSpectra.Twelve, Clusters).Clusters;
        Assert.Equal([1, 2], found.Select(cluster => cluster.Number));
        Assert.Equal([0, 3, 4, 7, 9], found[0].Rows);
        Assert.Equal([1, 2, 5, 6], found[1].Rows);
        Equal([0.1069702047155383, 0.08597084002020144, 0.08719309974215007], found[0].Centre);
        Equal([0.12636844330197694, 0.11167607490951716, 0.1187361711637907], found[1].Centre);
        Equal([0.11232367552626822, 0.08674944104629781], [.. found.Select(cluster => cluster.Spread)]);
        Assert.Equal([0, 2], found.Select(cluster => cluster.MedoidRow));

        var means = ClusterSummaries.Of(SeededSpectra.Twelve, Clusters, ClusterCentre.Mean).Clusters;
        Equal([0.12050966239237235, 0.09459666257194785], means[0].Centre);
        Equal([0.12094338519724808, 0.11070686382562223], means[1].Centre);
        Equal([0.09137166808697929, 0.08063013709308336], [.. means.Select(cluster => cluster.Spread)]);
        Assert.Equal(1, means[0].Centre.Sum(), 1e-12);
    }

    [Fact]
    public void Rows_and_codes_in_another_order_give_the_same_clusters() => Prop.ForAll(
        Gen.Choose(1, 500).ToArbitrary(), seed =>
        {
            var table = SeededSpectra.Of(12, 6, seed);
            var (rows, codes) = (SeededSpectra.Shuffled(12, seed), SeededSpectra.Shuffled(6, seed + 1));
            var expected = ClusterSummaries.Of(table, Clusters).Clusters;
            var found = ClusterSummaries.Of(
                table.SelectRows(rows).WithCodes(codes), Array.ConvertAll(rows, row => Clusters[row])).Clusters;
            for (var i = 0; i < 2; i++)
            {
                Assert.Equal(expected[i].Rows, found[i].Rows.Select(row => rows[row]).Order());
                Assert.Equal(expected[i].MedoidRow, rows[found[i].MedoidRow]);
                Assert.Equal(expected[i].Spread, found[i].Spread, 1e-12);
                Equal([.. codes.Select(code => expected[i].Centre[code])], found[i].Centre);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void One_member_is_its_own_centre_and_equal_members_have_no_spread()
    {
        var table = SeededSpectra.Twelve.SelectRows([3, 5, 5, 5]);
        var found = ClusterSummaries.Of(table, [4, 2, 2, 2]).Clusters;
        Assert.Equal((4, 0.0, 0), (found[1].Number, found[1].Spread, found[1].MedoidRow));
        Assert.Equal(table.Row(0), found[1].Centre);
        Assert.Equal((2, 0.0, 1), (found[0].Number, found[0].Spread, found[0].MedoidRow));
    }

    [Fact]
    public void Rows_without_numbers_and_rows_of_no_cluster_count_nowhere()
    {
        var table = SeededSpectra.Twelve.With(
            [.. Enumerable.Range(0, 9).Select(code => (9, code, double.NaN)), (0, 3, double.NaN)]);
        var found = ClusterSummaries.Of(table, Clusters);
        Assert.Equal([9], found.SetAsideRows);
        Assert.Equal(8, found.UsedFeatures.Count);
        Assert.DoesNotContain("f3", found.UsedFeatures);
        Assert.Equal([0, 3, 4, 7], found.Clusters[0].Rows);
        Assert.Empty(ClusterSummaries.Of(table, new int[12]).Clusters);
        Assert.Empty(ClusterSummaries.Of(table.SelectRows([]), []).Clusters);
    }

    [Fact]
    public void Clusters_that_are_not_those_of_the_rows_are_refused()
    {
        Assert.Throws<ArgumentException>(() => ClusterSummaries.Of(SeededSpectra.Twelve, [1]));
        Assert.Throws<ArgumentException>(
            () => ClusterSummaries.Of(SeededSpectra.Twelve.SelectRows([0]), [-1]));
    }

    private static void Equal(double[] expected, IReadOnlyList<double> found)
    {
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], found[i], 1e-12);
    }
}
