namespace HcsGrid.Imaging.Tests;

public sealed class PlaneResamplerTests
{
    private readonly PixelPool _pool = new(new PixelPoolOptions());

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.5)]
    [InlineData(0.7)]
    [InlineData(1.0)]
    [InlineData(1.4)]
    [InlineData(3.0)]
    public void A_slope_stays_the_same_slope_away_from_the_border(double factor)
    {
        var samples = new ushort[80 * 60];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = (ushort)(1000 + (300 * (i % 80)) + (200 * (i / 80)));
        using var plane = TestImages.PlaneOf(_pool, 80, 60, samples);
        var (width, height) = ((int)Math.Round(80 * factor), (int)Math.Round(60 * factor));
        using var resampled = PlaneResampler.Resample(plane, width, height, factor, _pool);
        Assert.Equal((width, height), (resampled.Width, resampled.Height));
        var edge = (int)Math.Ceiling(3 * Math.Max(factor, 1)) + 1;
        for (var y = edge; y < height - edge; y++)
        {
            for (var x = edge; x < width - edge; x++)
            {
                var expected = 1000 + (300 * (((x + 0.5) / factor) - 0.5)) + (200 * (((y + 0.5) / factor) - 0.5));
                // A widened kernel of few feet is off by some hundredths of a pixel: of 300 a column, 200 a row.
                Assert.InRange(resampled.UInt16Samples[(y * width) + x], expected - 15, expected + 15);
            }
        }
    }

    [Fact]
    public void At_the_same_size_eight_bits_become_257_times_as_large()
    {
        var samples = TestImages.NoiseBytes(31 * 17, 3);
        using var plane = TestImages.PlaneOf(_pool, 31, 17, samples);
        using var resampled = PlaneResampler.Resample(plane, 31, 17, 1, _pool);
        Assert.Equal(samples.Select(s => (ushort)(257 * s)), resampled.UInt16Samples.ToArray());
    }

    [Fact]
    public void A_pattern_finer_than_the_new_pixels_becomes_its_mean()
    {
        var samples = new byte[90 * 90];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = (byte)((i % 2 == 0) ^ (i / 90 % 2 == 0) ? 200 : 100);
        using var plane = TestImages.PlaneOf(_pool, 90, 90, samples);
        using var resampled = PlaneResampler.Resample(plane, 30, 30, 1 / 3.0, _pool);
        for (var y = 3; y < 27; y++)
        {
            for (var x = 3; x < 27; x++)
                Assert.InRange(resampled.UInt16Samples[(y * 30) + x] / 257.0, 145, 155);
        }
    }

    [Theory]
    [InlineData(1, 1, 7, 5, 7.0)]
    [InlineData(9, 4, 1, 1, 0.1)]
    [InlineData(3, 50, 2, 25, 0.5)]
    public void A_plane_of_one_value_keeps_it_to_the_border(
        int width, int height, int toWidth, int toHeight, double factor)
    {
        var samples = new ushort[width * height];
        Array.Fill(samples, (ushort)40_000);
        using var plane = TestImages.PlaneOf(_pool, width, height, samples);
        using var resampled = PlaneResampler.Resample(plane, toWidth, toHeight, factor, _pool);
        Assert.All(resampled.UInt16Samples.ToArray(), s => Assert.InRange(s, 39_999, 40_001));
    }

    [Fact]
    public void Nothing_is_kept_and_what_is_no_size_is_refused()
    {
        using (var plane = TestImages.PlaneOf(_pool, 4, 4, new byte[16]))
        {
            PlaneResampler.Resample(plane, 8, 8, 2, _pool).Dispose();
            Assert.Throws<ArgumentOutOfRangeException>(() => PlaneResampler.Resample(plane, 0, 8, 2, _pool));
            Assert.Throws<ArgumentOutOfRangeException>(() => PlaneResampler.Resample(plane, 8, 8, double.NaN, _pool));
        }

        Assert.Equal(0, _pool.RentedCount);
    }
}
