using HcsGrid.Profiling.Spatial;

namespace HcsGrid.Profiling.Tests.Spatial;

public class PointClustersTests
{
    [Fact]
    public void A_chain_of_short_steps_is_one_cluster_and_a_long_step_ends_it()
    {
        PointPosition[] points = [new(0, 0), new(50, 0), new(3, 0), new(9, 0), new(6, 0), new(53.1, 0)];

        var clusters = PointClusters.Of(points, 3);

        Assert.Equal([0, 1, 0, 0, 0, 2], clusters);
        Assert.Equal([4, 1, 1], PointClusters.SizesOf(clusters));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Two_points_are_together_exactly_if_a_way_of_short_steps_joins_them(int seed)
    {
        const double Distance = 6;
        var points = MadeUpPoints.AtRandom(PointRegion.Whole(80, 80), 70, new Random(seed));
        var clusters = PointClusters.Of(points, Distance);

        for (var from = 0; from < points.Length; from++)
        {
            var reached = new HashSet<int> { from };
            var next = new Queue<int>([from]);
            while (next.TryDequeue(out var at))
            {
                for (var other = 0; other < points.Length; other++)
                {
                    if (points[at].SquaredDistanceTo(points[other]) <= Distance * Distance && reached.Add(other))
                        next.Enqueue(other);
                }
            }

            for (var other = 0; other < points.Length; other++)
                Assert.Equal(reached.Contains(other), clusters[other] == clusters[from]);
        }
    }

    [Fact]
    public void No_points_have_no_clusters()
    {
        Assert.Empty(PointClusters.Of([], 3));
        Assert.Empty(PointClusters.SizesOf([]));
    }
}
