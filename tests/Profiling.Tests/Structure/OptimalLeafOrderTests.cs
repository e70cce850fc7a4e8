using FsCheck;
using FsCheck.Fluent;
using HcsGrid.Profiling.Structure;

namespace HcsGrid.Profiling.Tests.Structure;

public class OptimalLeafOrderTests
{
    [Fact]
    public void No_order_of_the_tree_has_nearer_neighbours() => Prop.ForAll(
        Gen.Choose(0, 8).SelectMany(n => Gen.Choose(0, 1 << 20).Select(seed => (n, seed))).ToArbitrary(),
        sample =>
        {
            var (tree, distances) = TreeOf(sample.n, sample.seed);
            var best = OptimalLeafOrder.Of(tree, distances);
            var orders = sample.n == 0 ? [[]] : OrdersOf(tree, (2 * sample.n) - 2).ToArray();
            Assert.Contains(best, orders);
            Assert.Equal(
                orders.Min(order => OptimalLeafOrder.AdjacentSum(order, distances)),
                OptimalLeafOrder.AdjacentSum(best, distances),
                1e-12);
        }).QuickCheckThrowOnFailure();

    // The distances of scipy's issue 11227, where scipy leaves 0, 2, 1, 3.
    [Fact]
    public void Four_leaves_that_the_reference_leaves_in_a_worse_order_are_ordered()
    {
        var distances = PairDistances.Of([0.46680166, 0.7747411, 0.79942054, 0.28626558, 0.68441929, 0.74692541], 4);
        var tree = HierarchicalClustering.Link(distances, LinkageMethod.Complete);
        var order = OptimalLeafOrder.Of(tree, distances);
        Assert.Equal(0.46680166 + 0.28626558 + 0.74692541, OptimalLeafOrder.AdjacentSum([0, 1, 2, 3], distances));
        Assert.Equal([0, 1, 2, 3], order);
    }

    [Fact]
    public void A_large_tree_keeps_its_clusters_together()
    {
        var (tree, distances) = TreeOf(200, 5);
        var order = OptimalLeafOrder.Of(tree, distances);
        Assert.Equal(Enumerable.Range(0, 200), order.Order());
        Assert.True(order[0] < order[^1]);
        var plain = OptimalLeafOrder.AdjacentSum(tree.LeafOrder(), distances);
        Assert.True(OptimalLeafOrder.AdjacentSum(order, distances) < 0.95 * plain);
        for (var clusters = 2; clusters < 20; clusters++)
        {
            var cut = tree.CutInto(clusters);
            var changes = Enumerable.Range(1, 199).Count(i => cut[order[i]] != cut[order[i - 1]]);
            Assert.Equal(clusters - 1, changes);
        }
    }

    [Fact]
    public void A_chain_of_leaves_is_ordered_too()
    {
        // Points ever farther apart: each merge adds one leaf to the one cluster.
        var table = MadeUpTables.Of([.. Enumerable.Range(0, 300).Select(i => i * (double)i)]);
        var distances = PairDistances.Of(ComparableRows.Of(table, DistanceMetric.Euclidean));
        var tree = HierarchicalClustering.Link(distances, LinkageMethod.Average);
        Assert.Equal(Enumerable.Range(0, 300), OptimalLeafOrder.Of(tree, distances));
    }

    [Fact]
    public void Distances_of_other_rows_are_refused()
    {
        var (tree, _) = TreeOf(5, 1);
        Assert.Throws<ArgumentException>(() => OptimalLeafOrder.Of(tree, TreeOf(6, 1).Distances));
    }

    private static (ClusterTree Tree, PairDistances Distances) TreeOf(int count, int seed)
    {
        var rows = ComparableRows.Of(SeededNumbers.Table(count, 5, seed), DistanceMetric.Euclidean);
        var distances = PairDistances.Of(rows);
        return (HierarchicalClustering.Link(distances, LinkageMethod.Average), distances);
    }

    private static IEnumerable<int[]> OrdersOf(ClusterTree tree, int cluster)
    {
        if (cluster < tree.LeafCount)
            return [[cluster]];
        var merge = tree.Merges[cluster - tree.LeafCount];
        return
            from left in OrdersOf(tree, merge.Left)
            from right in OrdersOf(tree, merge.Right)
            from order in new int[][] { [.. left, .. right], [.. right, .. left] }
            select order;
    }
}
