using HcsGrid.Plates;

namespace HcsGrid.Imaging.Tests;

public class PlaneCorrelationTests
{
    private readonly PixelPool _pool = new(new PixelPoolOptions());

    [Theory]
    [InlineData(1, 2)]
    [InlineData(7, 3)]
    [InlineData(100, 31)]
    [InlineData(1031, 97)]
    public void The_correlation_equals_the_plain_formula(int width, int height)
    {
        var (a, b) = (TestImages.Noise(width * height, 1), TestImages.Noise(width * height, 2));
        for (var i = 0; i < b.Length; i++)
            b[i] = (ushort)((b[i] + 3 * a[i]) / 4);
        using var first = TestImages.PlaneOf(_pool, width, height, a);
        using var second = TestImages.PlaneOf(_pool, width, height, b);
        Assert.Equal(Naive([.. a.Select(v => (double)v)], [.. b.Select(v => (double)v)]),
            PlaneCorrelation.Measure(first, second), 10);
    }

    [Theory]
    [InlineData(5, 1)]
    [InlineData(333, 77)]
    public void Bytes_and_words_may_be_mixed(int width, int height)
    {
        var (a, b) = (TestImages.NoiseBytes(width * height, 1), TestImages.NoiseBytes(width * height, 2));
        for (var i = 0; i < b.Length; i++)
            b[i] = (byte)((b[i] + a[i]) / 2);
        using var first = TestImages.PlaneOf(_pool, width, height, a);
        using var second = TestImages.PlaneOf(_pool, width, height, b);
        using var wide = TestImages.PlaneOf(_pool, width, height, [.. b.Select(v => (ushort)v)]);
        var r = PlaneCorrelation.Measure(first, second);
        Assert.Equal(Naive([.. a.Select(v => (double)v)], [.. b.Select(v => (double)v)]), r, 10);
        Assert.Equal(r, PlaneCorrelation.Measure(first, wide));
        Assert.Equal(r, PlaneCorrelation.Measure(wide, first));
        Assert.Equal(r, PlaneCorrelation.Measure(second, first));
    }

    [Fact]
    public void A_plane_goes_wholly_with_itself_and_wholly_against_its_negative()
    {
        var a = TestImages.Noise(1000, 1, 30_000);
        using var plane = TestImages.PlaneOf(_pool, 1000, 1, a);
        using var negative = TestImages.PlaneOf(_pool, 1000, 1, [.. a.Select(v => (ushort)(65_535 - v))]);
        using var scaled = TestImages.PlaneOf(_pool, 1000, 1, [.. a.Select(v => (ushort)(2 * v + 17))]);
        Assert.Equal(1, PlaneCorrelation.Measure(plane, plane));
        Assert.Equal(-1, PlaneCorrelation.Measure(plane, negative));
        Assert.Equal(1, PlaneCorrelation.Measure(plane, scaled));
    }

    [Fact]
    public void Sums_hold_for_millions_of_the_largest_samples()
    {
        const int Count = 5_000_001;
        var bright = new ushort[Count];
        Array.Fill(bright, ushort.MaxValue);
        bright[^1] = 0;
        using var words = TestImages.PlaneOf(_pool, Count, 1, bright);
        using var bytes = TestImages.PlaneOf(_pool, Count, 1, [.. bright.Select(v => (byte)v)]);
        Assert.Equal(1, PlaneCorrelation.Measure(words, words));
        Assert.Equal(1, PlaneCorrelation.Measure(bytes, bytes));
        Assert.Equal(1, PlaneCorrelation.Measure(bytes, words));
    }

    [Fact]
    public void A_constant_plane_correlates_with_nothing()
    {
        using var constant = TestImages.PlaneOf(_pool, 3, 1, 5, 5, 5);
        using var plane = TestImages.PlaneOf(_pool, 3, 1, 1, 2, 3);
        Assert.Equal(double.NaN, PlaneCorrelation.Measure(constant, plane));
        Assert.Equal(double.NaN, PlaneCorrelation.Measure(plane, constant));
    }

    [Fact]
    public void Planes_of_unequal_size_are_refused()
    {
        using var wide = TestImages.PlaneOf(_pool, 6, 1, 1, 2, 3, 4, 5, 6);
        using var high = TestImages.PlaneOf(_pool, 3, 2, 1, 2, 3, 4, 5, 6);
        var error = Assert.Throws<ScreenDataException>(() => PlaneCorrelation.Measure(wide, high));
        Assert.Equal("planes of 6 x 1 and 3 x 2 pixels cannot be correlated", error.Message);
    }

    private static double Naive(double[] a, double[] b)
    {
        var (meanA, meanB) = (a.Average(), b.Average());
        var covariance = a.Zip(b, (x, y) => (x - meanA) * (y - meanB)).Sum();
        return covariance / Math.Sqrt(a.Sum(x => (x - meanA) * (x - meanA)) * b.Sum(y => (y - meanB) * (y - meanB)));
    }
}
