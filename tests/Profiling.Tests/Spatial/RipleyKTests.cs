using HcsGrid.Profiling.Spatial;

namespace HcsGrid.Profiling.Tests.Spatial;

public class RipleyKTests
{
    private static readonly double[] Radii = [1, 2.5, 5, 8, 12];

    [Fact]
    public void K_is_the_formula_over_all_ordered_pairs()
    {
        var region = NotchedRegion();
        var points = MadeUpPoints.AtRandom(region, 50, new Random(1));
        var covariance = new SetCovariance(region, Radii[^1]);

        var k = new RipleyK(region, Radii).Of(points);

        for (var r = 0; r < Radii.Length; r++)
        {
            var sum = 0.0;
            for (var i = 0; i < points.Length; i++)
            {
                for (var j = 0; j < points.Length; j++)
                {
                    var (dx, dy) = (points[i].X - points[j].X, points[i].Y - points[j].Y);
                    if (i != j && Math.Sqrt((dx * dx) + (dy * dy)) <= Radii[r])
                        sum += 1 / covariance.At(dx, dy);
                }
            }

            var expected = region.Area * (double)region.Area / (50 * 49) * sum;
            Assert.Equal(expected, k[r], 1e-9 * expected);
        }
    }

    [Fact]
    public void Under_randomness_K_is_the_circle_on_average_whatever_the_outline()
    {
        const int Patterns = 2000;
        var region = NotchedRegion();
        var ripley = new RipleyK(region, Radii);
        var random = new Random(2);
        double[][] ks = [.. Enumerable.Range(0, Patterns)
            .Select(_ => ripley.Of(MadeUpPoints.AtRandom(region, 30, random)))];

        for (var r = 0; r < Radii.Length; r++)
        {
            double[] values = [.. ks.Select(k => k[r])];
            var mean = values.Average();
            var error = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (Patterns - 1) / Patterns);
            var circle = Math.PI * Radii[r] * Radii[r];
            Assert.InRange(mean, circle - (4 * error), circle + (4 * error));
        }
    }

    [Fact]
    public void Fewer_than_two_points_have_no_K() =>
        Assert.All(new RipleyK(NotchedRegion(), Radii).Of([new(20, 30)]), k => Assert.True(double.IsNaN(k)));

    [Fact]
    public void Radii_that_do_not_ascend_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new RipleyK(NotchedRegion(), [2, 2]));
        Assert.Throws<ArgumentException>(() => new RipleyK(NotchedRegion(), [0, 2]));
        Assert.Throws<ArgumentException>(() => new RipleyK(NotchedRegion(), []));
    }

    private static PointRegion NotchedRegion()
    {
        var (pixels, width, height) = MadeUpPoints.Notched();
        return PointRegion.Of(pixels, width, height);
    }
}
