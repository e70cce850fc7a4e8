using HcsGrid.Profiling.Spatial;

namespace HcsGrid.Profiling.Tests.Spatial;

public class SetCovarianceTests
{
    [Theory]
    [InlineData(20)]
    [InlineData(300)]
    public void That_of_a_rectangle_is_its_formula_at_any_lag(double longest)
    {
        var covariance = new SetCovariance(PointRegion.Whole(700, 500), longest);
        var random = new Random(5);

        for (var i = 0; i < 200; i++)
        {
            var (dx, dy) = (longest * (random.NextDouble() - 0.5), longest * (random.NextDouble() - 0.5));
            var expected = (700 - Math.Abs(dx)) * (500 - Math.Abs(dy));
            Assert.Equal(expected, covariance.At(dx, dy), expected * 1e-12);
        }
    }

    [Fact]
    public void That_of_any_mask_is_the_counted_overlap_at_whole_lags_and_linear_between()
    {
        var (pixels, width, height) = MadeUpPoints.Notched();
        var region = PointRegion.Of(pixels, width, height);
        var covariance = new SetCovariance(region, 20);

        for (var dy = -14; dy <= 14; dy += 2)
        {
            for (var dx = -14; dx <= 14; dx += 2)
            {
                Assert.Equal(region.OverlapWith(dx, dy), covariance.At(dx, dy), 1e-9);
                var middle = (region.OverlapWith(dx, dy) + region.OverlapWith(dx + 1, dy)
                    + region.OverlapWith(dx, dy + 1) + region.OverlapWith(dx + 1, dy + 1)) / 4.0;
                Assert.Equal(middle, covariance.At(dx + 0.5, dy + 0.5), 1e-9);
            }
        }
    }
}
