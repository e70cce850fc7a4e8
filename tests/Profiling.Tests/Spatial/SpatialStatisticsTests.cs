using HcsGrid.Profiling.Spatial;

namespace HcsGrid.Profiling.Tests.Spatial;

public class SpatialStatisticsTests
{
    private static readonly PointRegion Square = PointRegion.Whole(200, 200);

    private static readonly SpatialOptions Options = new()
    {
        Radii = [2, 4, 8, 12, 16],
        ClusterDistance = 6,
    };

    [Fact]
    public void Tight_groups_have_near_neighbours_a_high_L_and_more_clusters_than_randomness()
    {
        var found = SpatialStatistics.Measure(MadeUpPoints.InGroups(Square, 12, new Random(1)), Square, Options)!;

        Assert.Equal(60, found.PointCount);
        Assert.True(found.NearestDistance.Observed < found.NearestDistance.RandomLow);
        Assert.Equal(2 / 200.0, found.NearestDistance.PValue, 1e-12);
        Assert.Equal(1 / 200.0, found.LPValue, 1e-12);
        Assert.All(
            found.L.Zip(found.RandomLHigh), l => Assert.True(l.First > l.Second, $"{l.First} against {l.Second}"));
        Assert.True(found.ClusterCount.Observed > found.ClusterCount.RandomHigh);
        Assert.True(found.ClusteredShare.Observed > found.ClusteredShare.RandomHigh);
    }

    [Fact]
    public void A_lattice_has_far_neighbours_and_a_low_L()
    {
        PointPosition[] lattice = [.. from x in Enumerable.Range(0, 10)
                                      from y in Enumerable.Range(0, 10)
                                      select new PointPosition((20 * x) + 10, (20 * y) + 10)];

        var found = SpatialStatistics.Measure(lattice, Square, Options)!;

        Assert.Equal(20, found.NearestDistance.Observed, 1e-12);
        Assert.True(found.NearestDistance.Observed > found.NearestDistance.RandomHigh);
        Assert.Equal(1 / 200.0, found.LPValue, 1e-12);
        Assert.All(found.L, l => Assert.Equal(0, l));
        Assert.Equal(0, found.ClusterCount.Observed);
        Assert.Equal(1, found.LargestCluster.Observed);
    }

    [Fact]
    public void P_values_of_random_points_are_as_often_small_as_they_say()
    {
        const int Patterns = 400;
        var random = new Random(9);
        var options = Options with { PlacementCount = 39 };
        var (pixels, width, height) = MadeUpPoints.Notched();
        var region = PointRegion.Of(pixels, width, height);
        var counts = new int[2];

        for (var i = 0; i < Patterns; i++)
        {
            var found = SpatialStatistics.Measure(
                MadeUpPoints.AtRandom(region, 25, random), region, options with { Seed = i })!;
            counts[0] += found.NearestDistance.PValue <= 0.2 ? 1 : 0;
            counts[1] += found.LPValue <= 0.2 ? 1 : 0;
        }

        // 80 expected, with a standard deviation of 8.
        Assert.All(counts, count => Assert.InRange(count, 48, 112));
    }

    [Fact]
    public void The_same_seed_gives_the_same_numbers_and_another_one_others()
    {
        var points = MadeUpPoints.AtRandom(Square, 40, new Random(4));

        var first = SpatialStatistics.Measure(points, Square, Options)!;

        Assert.Equivalent(first, SpatialStatistics.Measure(points, Square, Options), strict: true);
        Assert.NotEqual(
            first.NearestDistance.RandomMean,
            SpatialStatistics.Measure(points, Square, Options with { Seed = 2 })!.NearestDistance.RandomMean);
    }

    [Fact]
    public void Of_fewer_than_two_points_nothing_is_said()
    {
        Assert.Null(SpatialStatistics.Measure([], Square, Options));
        Assert.Null(SpatialStatistics.Measure([new(3, 4)], Square, Options));
    }

    [Fact]
    public void Points_outside_the_region_and_options_out_of_bounds_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(
            () => SpatialStatistics.Measure([new(3, 4), new(300, 4)], Square, Options));
        Assert.Contains("300, 4", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(
            () => SpatialStatistics.Measure([new(3, 4)], Square, Options with { PlacementCount = 3 }));
        Assert.Throws<ArgumentException>(
            () => SpatialStatistics.Measure([new(3, 4)], Square, Options with { ClusterDistance = 0 }));
    }
}
