using HcsGrid.Profiling.Structure;

namespace HcsGrid.Profiling.Tests.Structure;

public class FuzzyNeighbourGraphTests
{
    [Fact]
    public void The_strengths_of_a_row_sum_to_the_logarithm_of_its_neighbours()
    {
        double[] distances = [0.1, 0.2, 0.4, 0.5, 0.9, 1.1, 1.3];
        var (nearest, scale) = FuzzyNeighbourGraph.Fit(distances, 1);
        Assert.Equal(0.1, nearest);
        Assert.Equal(3, distances.Sum(d => Math.Exp(-(d - 0.1) / scale)), 1e-4);
    }

    [Fact]
    public void Rows_at_no_distance_do_not_count_as_the_nearest()
    {
        var (nearest, scale) = FuzzyNeighbourGraph.Fit([0, 0, 0.3, 0.6], 1);
        Assert.Equal(0.3, nearest);
        Assert.True(scale > 0);
        // Nothing but rows alike: the scale is a thousandth of the mean over all.
        Assert.Equal((0.0, 0.002), FuzzyNeighbourGraph.Fit([0, 0, 0], 2));
    }

    [Fact]
    public void The_graph_unites_both_directions()
    {
        // On a line at 0, 1, 3: the middle one is the nearest of both others.
        var rows = ComparableRows.Of(MadeUpTables.Of([0.0, 1, 3]), DistanceMetric.Euclidean);
        var graph = FuzzyNeighbourGraph.Of(NeighbourLists.Of(rows, 1));
        Assert.Equal(2, graph.EdgeCount);
        Assert.Equal([1], graph.Neighbours(0).ToArray());
        Assert.Equal([0, 2], graph.Neighbours(1).ToArray());
        // 0 and 1 are each other's nearest: 1 + 1 − 1; 2 sees 1, 1 does not see 2: 1 + 0 − 0.
        Assert.Equal([1.0, 1.0], graph.Weights(1).ToArray());
    }

    [Fact]
    public void A_graph_refuses_edges_that_are_none()
    {
        Assert.Throws<ArgumentException>(() => WeightedGraph.Of(2, [(0, 0, 1)]));
        Assert.Throws<ArgumentException>(() => WeightedGraph.Of(2, [(0, 2, 1)]));
        Assert.Throws<ArgumentException>(() => WeightedGraph.Of(2, [(0, 1, -1)]));
        Assert.Throws<ArgumentException>(() => WeightedGraph.Of(2, [(0, 1, double.NaN)]));
        Assert.Throws<ArgumentException>(() => WeightedGraph.Of(2, [(0, 1, 1), (1, 0, 1)]));
        Assert.Equal(0, WeightedGraph.Of(2, [(0, 1, 0)]).EdgeCount);
    }
}
