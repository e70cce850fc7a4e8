using HcsGrid.Imaging;
using HcsGrid.Inference.Detection;
using HcsGrid.Plates;

namespace HcsGrid.Inference.Tests.Detection;

public sealed class SearchRegionTests
{
    private readonly PixelPool _pool = new(new PixelPoolOptions());

    [Fact]
    public void Without_masks_the_whole_image_is_searched()
    {
        var region = SearchRegion.Of(4, 3, null, null);
        Assert.True(region.IsWhole);
        Assert.Equal(12, region.PixelCount);
        Assert.True(region.Contains(new Particle(99, -5, 1, 1)));
    }

    [Fact]
    public void White_says_where_to_look_and_where_not()
    {
        using var include = Mask(0, 127, 128, 255);
        using var exclude = Mask(0, 0, 0, 255);
        var region = SearchRegion.Of(4, 1, include, exclude);
        Assert.Equal([false, false, true, false], Enumerable.Range(0, 4).Select(x => region.Contains(x, 0)));
        Assert.Equal(1, region.PixelCount);
        Assert.False(region.IsWhole);
        Assert.Equal(3, SearchRegion.Of(4, 1, null, exclude).PixelCount);
    }

    [Theory]
    [InlineData(1.49, false)]
    [InlineData(1.5, true)]
    [InlineData(2.4, true)]
    [InlineData(2.51, false)]
    public void A_particle_counts_by_the_pixel_under_its_centre(double x, bool expected)
    {
        using var include = Mask(0, 0, 255, 0);
        Assert.Equal(expected, SearchRegion.Of(4, 1, include, null).Contains(new Particle(x, 0.2, 50, 1)));
    }

    [Fact]
    public void A_mask_of_16_bits_is_white_from_its_half_on()
    {
        var buffer = _pool.Rent(4);
        new byte[] { 0xFF, 0x7F, 0x00, 0x80 }.CopyTo(buffer.Bytes);
        using var mask = new Plane(2, 1, SampleType.UInt16, buffer);
        var region = SearchRegion.Of(2, 1, mask, null);
        Assert.Equal([false, true], [region.Contains(0, 0), region.Contains(1, 0)]);
    }

    [Fact]
    public void A_mask_of_another_size_is_told_with_both_sizes()
    {
        using var mask = Mask(0, 0, 0, 0);
        var error = Assert.Throws<ScreenDataException>(() => SearchRegion.Of(1, 4, mask, null));
        Assert.Contains("4 x 1", error.Message, StringComparison.Ordinal);
        Assert.Contains("1 x 4", error.Message, StringComparison.Ordinal);
    }

    private Plane Mask(params byte[] samples)
    {
        var buffer = _pool.Rent(samples.Length);
        samples.CopyTo(buffer.Bytes);
        return new Plane(samples.Length, 1, SampleType.UInt8, buffer);
    }
}
