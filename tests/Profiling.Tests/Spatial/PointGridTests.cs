using HcsGrid.Profiling.Spatial;

namespace HcsGrid.Profiling.Tests.Spatial;

public class PointGridTests
{
    [Theory]
    [InlineData(1, 0.5, 3)]
    [InlineData(2, 7, 5)]
    [InlineData(3, 100, 30)]
    [InlineData(4, 4, 0)]
    public void Pairs_within_a_distance_are_those_of_looking_at_all(int seed, double cell, double distance)
    {
        var points = MadeUpPoints.AtRandom(PointRegion.Whole(90, 50), 120, new Random(seed));
        points[7] = points[8];
        var found = new SortedSet<(int, int)>();

        new PointGrid(points, cell).ForEachPair(distance, (i, j, d) =>
        {
            Assert.True(found.Add((i, j)));
            Assert.Equal(Math.Sqrt(points[i].SquaredDistanceTo(points[j])), d);
        });

        var expected = from i in Enumerable.Range(0, points.Length)
                       from j in Enumerable.Range(i + 1, points.Length - i - 1)
                       where points[i].SquaredDistanceTo(points[j]) <= distance * distance
                       select (i, j);
        Assert.Equal(expected, found);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(4, 300)]
    public void The_nearest_of_a_set_and_of_another_is_that_of_looking_at_all(int seed, int count)
    {
        var random = new Random(seed);
        var points = MadeUpPoints.AtRandom(PointRegion.Whole(90, 50), count, random);
        var others = MadeUpPoints.AtRandom(PointRegion.Whole(200, 200), 40, random);

        double[] within = [.. points.Select((p, i) => Math.Sqrt(points
            .Where((_, j) => j != i).Select(p.SquaredDistanceTo).DefaultIfEmpty(double.PositiveInfinity).Min()))];
        double[] between = [.. others.Select(o => Math.Sqrt(points.Min(o.SquaredDistanceTo)))];

        Assert.Equal(within, NearestDistances.Within(points));
        Assert.Equal(between, NearestDistances.Between(others, points));
    }

    [Fact]
    public void Without_others_the_nearest_is_infinitely_far() =>
        Assert.Equal([double.PositiveInfinity], NearestDistances.Between([new(1, 2)], []));
}
