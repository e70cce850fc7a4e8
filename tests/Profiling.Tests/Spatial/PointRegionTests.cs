using HcsGrid.Profiling.Spatial;

namespace HcsGrid.Profiling.Tests.Spatial;

public class PointRegionTests
{
    [Fact]
    public void It_contains_exactly_the_points_whose_pixel_is_in_the_mask()
    {
        var (pixels, width, height) = MadeUpPoints.Notched();
        var region = PointRegion.Of(pixels, width, height);

        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                Assert.Equal(pixels[(y * width) + x], region.Contains(new(x, y)));
                Assert.Equal(pixels[(y * width) + x], region.Contains(new(x + 0.49, y - 0.49)));
            }
        }

        Assert.Equal(pixels.Count(p => p), region.Area);
        Assert.False(region.Contains(new(-0.6, 5)));
        Assert.False(region.Contains(new(5, height)));
        Assert.False(region.Contains(new(double.NaN, 5)));
    }

    [Fact]
    public void Points_are_drawn_uniformly_from_all_of_it_and_only_from_it()
    {
        var (pixels, width, height) = MadeUpPoints.Notched();
        var region = PointRegion.Of(pixels, width, height);
        var random = new Random(3);
        const int Draws = 400;
        var counts = new int[pixels.Length];

        for (var i = 0; i < Draws * region.Area; i++)
        {
            var point = region.Draw(random);
            Assert.True(region.Contains(point));
            counts[((int)Math.Floor(point.Y + 0.5) * width) + (int)Math.Floor(point.X + 0.5)]++;
        }

        // Pearson's statistic has a mean of its degrees of freedom and twice that as its variance.
        var statistic = counts.Where((_, i) => pixels[i]).Sum(c => Math.Pow(c - Draws, 2) / Draws);
        var freedom = region.Area - 1.0;
        Assert.InRange((statistic - freedom) / Math.Sqrt(2 * freedom), -4, 4);
    }

    [Fact]
    public void The_overlap_with_its_moved_self_is_counted_pixel_by_pixel()
    {
        var (pixels, width, height) = MadeUpPoints.Notched();
        var region = PointRegion.Of(pixels, width, height);

        for (var dy = -height; dy <= height; dy += 3)
        {
            for (var dx = -width; dx <= width; dx += 3)
            {
                var expected = 0;
                for (var i = 0; i < pixels.Length; i++)
                {
                    var (x, y) = ((i % width) + dx, (i / width) + dy);
                    if (x >= 0 && y >= 0 && x < width && y < height && pixels[i] && pixels[(y * width) + x])
                        expected++;
                }

                Assert.Equal(expected, region.OverlapWith(dx, dy));
            }
        }
    }

    [Fact]
    public void An_empty_region_has_no_points_to_draw()
    {
        var region = PointRegion.Of(new bool[12], 4, 3);

        Assert.Equal(0, region.Area);
        Assert.Throws<InvalidOperationException>(() => region.Draw(new Random(1)));
    }

    [Fact]
    public void A_mask_of_another_size_is_refused() =>
        Assert.Throws<ArgumentException>(() => PointRegion.Of(new bool[11], 4, 3));
}
