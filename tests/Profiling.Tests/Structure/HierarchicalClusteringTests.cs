using FsCheck;
using FsCheck.Fluent;
using HcsGrid.Profiling.Structure;

namespace HcsGrid.Profiling.Tests.Structure;

public class HierarchicalClusteringTests
{
    [Fact]
    public void The_compounds_of_a_real_plate_form_the_reference_s_tree()
    {
        var items = Golden.Read("a_hclust_items");
        var medians = Golden.Read("a_aggregate_median_by_broad_sample");
        var rowOf = medians.Metadata("Metadata_broad_sample").Select((name, row) => (name, row)).ToDictionary();
        var rows = items.Metadata("Metadata_broad_sample").Select(name => rowOf[name]).ToArray();
        var distances = PairDistances.Of(ComparableRows.Of(medians.SelectRows(rows), DistanceMetric.Cosine));
        var expected = Golden.Read("a_hclust_distances");
        for (var pair = 0; pair < expected.RowCount; pair++)
        {
            var (i, j) = ((int)expected[pair, 0], (int)expected[pair, 1]);
            Golden.Equal(expected[pair, 2], distances[i, j], 1e-12, $"distance {i}, {j}");
        }

        var tree = HierarchicalClustering.Link(distances, LinkageMethod.Average);
        var linkage = Golden.Read("a_hclust_linkage");
        Same(
            [.. Enumerable.Range(0, linkage.RowCount).Select(k => new ClusterMerge(
                (int)linkage[k, 0], (int)linkage[k, 1], linkage[k, 2], (int)linkage[k, 3]))],
            tree);
        var order = items.Feature(items.FeatureIndexOf("leaf_order")).ToArray().Select(leaf => (int)leaf);
        Assert.Equal(order, tree.LeafOrder());
        // An independent evaluation of the recurrence with numpy; scipy 1.10.1 stops at 20.020235749915592.
        var best = OptimalLeafOrder.Of(tree, distances);
        Assert.Equal(18.46797687165703, OptimalLeafOrder.AdjacentSum(best, distances), 1e-11);
    }

    // Expected: scipy 1.10.1, linkage(pdist(X, metric), method), of SeededNumbers.Table(12, 5, 7).
    [Theory]
    [MemberData(nameof(LinkageReferences.Trees), MemberType = typeof(LinkageReferences))]
    public void Seeded_numbers_form_the_reference_s_tree(
        DistanceMetric metric, LinkageMethod method, ClusterMerge[] expected, double adjacentSum)
    {
        var distances = DistancesOf(SeededNumbers.Table(12, 5, 7), metric);
        var tree = HierarchicalClustering.Link(distances, method);
        Same(expected, tree);
        var order = OptimalLeafOrder.Of(tree, distances);
        Assert.Equal(adjacentSum, OptimalLeafOrder.AdjacentSum(order, distances), 1e-12);
    }

    // Expected: scipy 1.10.1, linkage of 45 distances of 1 to 4.
    [Theory]
    [MemberData(nameof(LinkageReferences.Ties), MemberType = typeof(LinkageReferences))]
    public void Equal_distances_merge_in_the_reference_s_order(LinkageMethod method, ClusterMerge[] expected)
    {
        var numbers = new SeededNumbers(3);
        var distances = Enumerable.Range(0, 45).Select(_ => (double)((numbers.Next() >> 16) % 4) + 1).ToArray();
        Same(expected, HierarchicalClustering.Link(PairDistances.Of(distances, 10), method));
    }

    [Fact]
    public void A_tree_is_cut_at_a_height_or_into_a_number_of_clusters()
    {
        var distances = DistancesOf(SeededNumbers.Table(12, 5, 7), DistanceMetric.Cosine);
        var tree = HierarchicalClustering.Link(distances, LinkageMethod.Average);
        // scipy 1.10.1, fcluster(Z, 3, "maxclust") = 1 3 3 3 3 3 1 1 2 2 3 1, numbered by size.
        int[] three = [2, 1, 1, 1, 1, 1, 2, 2, 3, 3, 1, 2];
        Assert.Equal(three, tree.CutInto(3));
        Assert.Equal(three, tree.CutAt(1));
        Assert.Equal(three, tree.CutAt(0.8334159850169428 + 1e-12));
        Assert.Equal(4, tree.CutAt(0.8334159850169428 - 1e-12).Max());
        Assert.Equal(Enumerable.Range(1, 12), tree.CutAt(0));
        Assert.Equal(Enumerable.Range(1, 12), tree.CutInto(99));
        Assert.Equal(Enumerable.Repeat(1, 12), tree.CutInto(1));
        Assert.Equal(Enumerable.Repeat(1, 12), tree.CutAt(double.PositiveInfinity));
        Assert.Throws<ArgumentException>(() => tree.CutAt(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.CutInto(0));
    }

    [Fact]
    public void The_same_rows_in_another_order_form_the_same_clusters() => Prop.ForAll(
        Gen.Choose(2, 30).SelectMany(n => Gen.Choose(0, 1 << 20).Select(seed => (n, seed))).ToArbitrary(),
        sample =>
        {
            var table = SeededNumbers.Table(sample.n, 4, sample.seed);
            var shuffled = Enumerable.Range(0, sample.n).ToArray();
            new Random(sample.seed).Shuffle(shuffled);
            foreach (var method in Enum.GetValues<LinkageMethod>())
            {
                var tree = HierarchicalClustering.Link(DistancesOf(table, DistanceMetric.Euclidean), method);
                var other = HierarchicalClustering.Link(
                    DistancesOf(table.SelectRows(shuffled), DistanceMetric.Euclidean), method);
                for (var k = 0; k < tree.Merges.Count; k++)
                    Assert.Equal(tree.Merges[k].Height, other.Merges[k].Height, 1e-12);
                var (cut, otherCut) = (tree.CutInto(3), other.CutInto(3));
                for (var i = 0; i < sample.n; i++)
                {
                    for (var j = 0; j < sample.n; j++)
                    {
                        Assert.Equal(
                            cut[shuffled[i]] == cut[shuffled[j]], otherCut[i] == otherCut[j]);
                    }
                }
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Rows_that_are_alike_merge_at_height_zero()
    {
        var table = MadeUpTables.Of([1, 5, 1, 5, 1], [2, 1, 2, 1, 2]);
        foreach (var method in Enum.GetValues<LinkageMethod>())
        {
            var tree = HierarchicalClustering.Link(DistancesOf(table, DistanceMetric.Euclidean), method);
            Assert.Equal([0.0, 0, 0], tree.Merges.Take(3).Select(m => m.Height));
            Assert.Equal([1, 2, 1, 2, 1], tree.CutAt(0));
        }
    }

    [Fact]
    public void Few_rows_form_a_small_tree()
    {
        var table = SeededNumbers.Table(3, 4, 1);
        var none = HierarchicalClustering.Link(
            DistancesOf(table.SelectRows([]), DistanceMetric.Cosine), LinkageMethod.Ward);
        Assert.Empty(none.Merges);
        Assert.Empty(none.LeafOrder());
        Assert.Empty(none.CutInto(2));
        var one = HierarchicalClustering.Link(
            DistancesOf(table.SelectRows([2]), DistanceMetric.Cosine), LinkageMethod.Ward);
        Assert.Empty(one.Merges);
        Assert.Equal([0], one.LeafOrder());
        Assert.Equal([1], one.CutAt(0));
        var two = DistancesOf(table.SelectRows([0, 1]), DistanceMetric.Cosine);
        Assert.Equal(
            [new ClusterMerge(0, 1, two[0, 1], 2)], HierarchicalClustering.Link(two, LinkageMethod.Ward).Merges);
        Assert.Equal(2, HierarchicalClustering.Link(
            DistancesOf(table, DistanceMetric.Cosine), LinkageMethod.Complete).Merges.Count);
    }

    private static PairDistances DistancesOf(ProfileTable table, DistanceMetric metric) =>
        PairDistances.Of(ComparableRows.Of(table, metric));

    private static void Same(ClusterMerge[] expected, ClusterTree actual)
    {
        Assert.Equal(expected.Length, actual.Merges.Count);
        for (var k = 0; k < expected.Length; k++)
        {
            var (merge, found) = (expected[k], actual.Merges[k]);
            Golden.Equal(merge.Height, found.Height, 1e-12, $"merge {k}");
            Assert.Equal(merge with { Height = found.Height }, found);
        }
    }
}
