using HcsGrid.Imaging;
using HcsGrid.Imaging.Layout;
using HcsGrid.Plates;
using HcsGrid.Runs.Jobs;

namespace HcsGrid.Runs.Tests;

public class PlateScalingTests
{
    private readonly SmallScreen _screen = new();
    private readonly PixelPool _pool = new(new PixelPoolOptions());

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_ends_are_the_percentiles_of_all_pixels_of_the_sample()
    {
        AddWells(5, 2);
        _screen.Job = _screen.Job with { Scaling = new ScalingOptions { Low = 1, High = 99, SampleSiteCount = 24 } };
        var channels = await MeasureAsync();
        Assert.Equal(["DNA", "Actin"], channels.Select(c => c.Name));
        foreach (var channel in channels)
        {
            double[] pixels = [.. _screen.Samples
                .Where(s => s.Key.Contains($"_{channel.Name}.", StringComparison.Ordinal))
                .SelectMany(s => s.Value).Order().Select(v => (double)v)];
            Assert.Equal(5 * 2 * 35, pixels.Length);
            Assert.Equal((Percentile(pixels, 1), Percentile(pixels, 99)), (channel.Low, channel.High));
            Assert.Equal("uint16", channel.SampleType);
        }
    }

    [Fact]
    public async Task The_sample_is_spread_evenly_over_the_sites_and_the_same_each_time()
    {
        AddWells(4, 3);
        _screen.Job = _screen.Job with { Scaling = new ScalingOptions { SampleSiteCount = 4 } };
        var read = new List<string>();
        _screen.Images.OnRead = key =>
        {
            lock (read)
                read.Add(key);
        };
        var first = await MeasureAsync();
        Assert.Equal(
            ["P1/A01_1_DNA.tif", "P1/A02_1_DNA.tif", "P1/A03_1_DNA.tif", "P1/A04_1_DNA.tif"],
            read.Where(k => k.Contains("DNA", StringComparison.Ordinal)).Order());
        for (var i = 0; i < 5; i++)
            Assert.Equal(first, await MeasureAsync());
    }

    [Fact]
    public async Task Fixed_ends_and_those_of_the_type_need_no_pixels()
    {
        AddWells(1, 1);
        _screen.Job = _screen.Job with
        {
            Scaling = new ScalingOptions { Method = ScalingMethod.Range, Low = -5, High = 300.5 },
        };
        Assert.All(await MeasureAsync(), c => Assert.Equal((-5, 300.5), (c.Low, c.High)));
        _screen.Job = _screen.Job with { Scaling = new ScalingOptions { Method = ScalingMethod.Type } };
        Assert.All(await MeasureAsync(), c => Assert.Equal((0, 65535), (c.Low, c.High)));
        UseBytes("P1/A01_1_DNA.tif", 7);
        var channels = await MeasureAsync();
        Assert.Equal((0, 255, "uint8"), (channels[0].Low, channels[0].High, channels[0].SampleType));
    }

    [Fact]
    public async Task Of_two_sample_types_the_more_frequent_counts()
    {
        AddWells(5, 1);
        foreach (var well in (string[])["A01", "A02"])
            UseBytes($"P1/{well}_1_DNA.tif", 9);
        foreach (var well in (string[])["A01", "A02", "A03"])
            UseBytes($"P1/{well}_1_Actin.tif", 9);
        var channels = await MeasureAsync();
        Assert.Equal(["uint16", "uint8"], channels.Select(c => c.SampleType));
        Assert.True(channels[0].Low >= 100);

        // All pixels are 9: a channel without contrast is dark everywhere.
        Assert.Equal((9, 10), (channels[1].Low, channels[1].High));
    }

    [Fact]
    public async Task Sites_that_cannot_be_read_and_wells_with_errors_are_left_out()
    {
        AddWells(4, 1);
        var expected = await MeasureAsync(w => w.Well.ToString() is "A01" or "A04");
        _screen.Images["P1/A02_1_Actin.tif"] = [1, 2, 3];
        var found = await MeasureAsync(_ => true, w => w.Well.ToString() == "A03");
        Assert.Equal(expected, found);
        Assert.Equal(0, _pool.RentedCount);
    }

    [Fact]
    public async Task A_plate_without_a_site_that_can_be_read_has_the_ends_of_16_bits()
    {
        AddWells(2, 1);
        foreach (var key in _screen.Images.Keys)
            _screen.Images[key] = [];
        Assert.All(await MeasureAsync(), c => Assert.Equal((0, 65535, "uint16"), (c.Low, c.High, c.SampleType)));
    }

    private static double Percentile(double[] sorted, double p)
    {
        var position = (sorted.Length - 1) * (p / 100);
        var (below, share) = ((int)Math.Floor(position), position - Math.Floor(position));
        var (lower, upper) = (sorted[below], sorted[Math.Min(below + 1, sorted.Length - 1)]);
        return share >= 0.5 ? upper - ((upper - lower) * (1 - share)) : lower + ((upper - lower) * share);
    }

    private void AddWells(int wellCount, int siteCount)
    {
        for (var well = 1; well <= wellCount; well++)
        {
            for (var site = 1; site <= siteCount; site++)
                _screen.AddSite("P1", $"A0{well}", site);
        }
    }

    private void UseBytes(string key, byte value) =>
        _screen.Images[key] = ImageEncoder.EncodePng([.. Enumerable.Repeat(value, 35)], SmallScreen.Width,
            SmallScreen.Height);

    private async Task<IReadOnlyList<PlateChannel>> MeasureAsync(
        Func<WellImages, bool>? isThere = null, Func<WellImages, bool>? isWrong = null)
    {
        var plate = (await ScreenPlan.MakeAsync(_screen.Job, _screen.Images, Stop)).Plates.Single();
        var wells = plate.Wells.Where(isThere ?? (_ => true))
            .Select(w => isWrong?.Invoke(w) != true ? w : w with
            {
                Error = new ScreenDataException("x", Place.Unknown),
            });
        var reader = new SiteReader(_screen.Images, new ImageDecoder(_pool, new ImageDecoderOptions()),
            _screen.Job.Limits);
        return await new PlateScaling(reader, _screen.Job, [0, 1])
            .MeasureAsync(plate with { Wells = [.. wells] }, Stop);
    }
}
