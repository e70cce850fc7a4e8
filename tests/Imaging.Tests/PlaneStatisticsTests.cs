using FsCheck;
using FsCheck.Fluent;
using HcsGrid.Plates;

namespace HcsGrid.Imaging.Tests;

public class PlaneStatisticsTests
{
    private readonly PixelPool _pool = new(new PixelPoolOptions());

    [Fact]
    public void Statistics_equal_the_plain_formulas() =>
        Prop.ForAll(Samples(), samples =>
        {
            using var plane = TestImages.PlaneOf(_pool, samples.Length, 1, samples);
            Compare(PlaneStatistics.Measure(plane), [.. samples.Select(s => (double)s)], ushort.MaxValue);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Statistics_of_bytes_equal_the_plain_formulas() =>
        Prop.ForAll(Samples(), samples =>
        {
            var bytes = samples.Select(s => (byte)s).ToArray();
            using var plane = TestImages.PlaneOf(_pool, 1, bytes.Length, bytes);
            Compare(PlaneStatistics.Measure(plane), [.. bytes.Select(s => (double)s)], byte.MaxValue);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_constant_plane_has_no_spread_and_no_focus()
    {
        using var plane = TestImages.PlaneOf(_pool, 3, 1, 65535, 65535, 65535);
        var statistics = PlaneStatistics.Measure(plane);
        Assert.Equal((0.0, 0.0, 0.0), (statistics.StandardDeviation, statistics.FocusScore, statistics.Skewness));
        Assert.Equal((100.0, 100.0), (statistics.PercentMaximal, statistics.PercentSaturated));
        using var black = TestImages.PlaneOf(_pool, 2, 1, new byte[2]);
        Assert.Equal((0.0, 0.0),
            (PlaneStatistics.Measure(black).FocusScore, PlaneStatistics.Measure(black).PercentSaturated));
    }

    [Fact]
    public void Percentiles_over_several_planes_are_those_of_all_pixels_together()
    {
        var (a, b) = (TestImages.Noise(501, 1, 900), TestImages.Noise(300, 2, 4000));
        using var first = TestImages.PlaneOf(_pool, 501, 1, a);
        using var second = TestImages.PlaneOf(_pool, 300, 1, b);
        var one = new PlaneHistogram(SampleType.UInt16);
        one.Add(second);
        var both = new PlaneHistogram(SampleType.UInt16);
        both.Add(first);
        both.Add(one);
        double[] sorted = [.. a.Concat(b).Select(v => (double)v).Order()];
        foreach (var p in new[] { 0, 0.5, 1, 25, 50, 73.3, 99, 99.9, 100 })
            Assert.Equal(Quantile(sorted, p / 100), both.Percentile(p), 9);
        Assert.Equal(801, both.Count);
        Assert.Throws<ScreenDataException>(() => new PlaneHistogram(SampleType.UInt8).Add(first));
        Assert.Throws<InvalidOperationException>(() => new PlaneHistogram(SampleType.UInt8).Percentile(50));
        Assert.Throws<ArgumentOutOfRangeException>(() => both.Percentile(double.NaN));
    }

    [Fact]
    public void Measuring_takes_little_memory()
    {
        using var plane = TestImages.PlaneOf(_pool, 200, 100, TestImages.Noise(20_000, 4));
        PlaneStatistics.Measure(plane);
        var before = GC.GetAllocatedBytesForCurrentThread();
        PlaneStatistics.Measure(plane);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before <= 1024);
    }

    private static void Compare(PlaneStatistics measured, double[] values, int saturated)
    {
        Array.Sort(values);
        var mean = values.Average();
        var variance = values.Average(v => (v - mean) * (v - mean));
        var median = Quantile(values, 0.5);
        double[] distances = [.. values.Select(v => Math.Abs(v - median)).Order()];
        Near(mean, measured.Mean);
        Near(Math.Sqrt(variance), measured.StandardDeviation);
        Near(mean > 0 ? variance / mean : 0, measured.FocusScore);
        Near(variance > 0 ? values.Average(v => Math.Pow(v - mean, 3)) / Math.Pow(variance, 1.5) : 0,
            measured.Skewness);
        Assert.Equal((values[0], values[^1]), (measured.Minimum, measured.Maximum));
        Assert.Equal(median, measured.Median);
        Assert.Equal(Quantile(distances, 0.5), measured.MedianAbsoluteDeviation);
        Near(Quantile(values, 0.25), measured.LowerQuartile);
        Near(Quantile(values, 0.75), measured.UpperQuartile);
        Near(Quantile(values, 0.01), measured.Percentile1);
        Near(Quantile(values, 0.99), measured.Percentile99);
        Near(100.0 * values.Count(v => v == values[^1]) / values.Length, measured.PercentMaximal);
        Near(100.0 * values.Count(v => v == saturated) / values.Length, measured.PercentSaturated);
    }

    private static void Near(double expected, double actual) =>
        Assert.True(Math.Abs(expected - actual) <= 1e-9 * (1 + Math.Abs(expected)),
            $"{expected} is expected, {actual} measured");

    private static double Quantile(double[] sorted, double share)
    {
        var position = (sorted.Length - 1) * share;
        var rank = (int)Math.Floor(position);
        var next = Math.Min(rank + 1, sorted.Length - 1);
        return sorted[rank] + (sorted[next] - sorted[rank]) * (position - rank);
    }

    // Few distinct values as well as many, saturated ones among them.
    private static Arbitrary<ushort[]> Samples() =>
        (from range in Gen.Elements(1, 3, 300, 65_535)
         from count in Gen.Choose(1, 200)
         from values in Gen.ArrayOf(Gen.Choose(0, range), count)
         select values.Select(v => (ushort)(range == 3 ? 65_535 - v : v)).ToArray()).ToArbitrary();
}
