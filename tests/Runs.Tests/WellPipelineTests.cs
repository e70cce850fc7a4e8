using HcsGrid.Imaging;
using HcsGrid.Imaging.Layout;
using HcsGrid.Inference;
using HcsGrid.Inference.Tests;
using HcsGrid.Plates;
using HcsGrid.Profiling.Aggregation;
using HcsGrid.Runs.Jobs;

namespace HcsGrid.Runs.Tests;

public class WellPipelineTests
{
    private static readonly WellAddress Well = WellAddress.Parse("B03");
    private readonly PixelPool _pool = new(new PixelPoolOptions());
    private readonly SmallScreen _screen = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(AggregationMethod.Median)]
    [InlineData(AggregationMethod.Mean)]
    public async Task A_well_has_the_profile_that_plain_arithmetic_gives(AggregationMethod method)
    {
        foreach (var site in (int[])[9, 2, 4])
            _screen.AddSite("P1", "B03", site);
        _screen.Job = _screen.Job with
        {
            Aggregation = new AggregationOptions { Sites = method },
            Thumbnails = new ThumbnailOptions { SizePixels = 16 },
        };
        using var model = new FakeModel(batchSize: 4);
        var result = await RunAsync(model);
        Assert.Equal([2, 4, 9], result.SiteNumbers);
        Assert.Equal(3 * 6 * 2, result.TileCount);
        Assert.Equal((new PlateId("P1"), Well, "hash"), (result.Plate, result.Well, result.JobHash));
        Assert.True(result.Thumbnail.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]));

        var features = Context(model).Features;
        var sites = result.SiteProfiles.Chunk(features.Count).ToArray();
        Assert.Equal(3, sites.Length);
        for (var i = 0; i < 3; i++)
        {
            var dna = _screen.Samples[SmallScreen.Key("P1", "B03", result.SiteNumbers[i], "DNA")];
            var actin = _screen.Samples[SmallScreen.Key("P1", "B03", result.SiteNumbers[i], "Actin")];
            double[] embedded = [.. SmallScreen.MeanEmbedding(dna, 100, 5000),
                .. SmallScreen.MeanEmbedding(actin, 0, 65535)];
            Assert.Equal(embedded, sites[i][..6]);
            Assert.Equal(dna.Average(v => (double)v), Value("Image_Intensity_MeanIntensity_DNA", sites[i]), 1e-9);
            Assert.Equal(actin.Min(), Value("Image_Intensity_MinIntensity_Actin", sites[i]));
            Assert.Equal(actin.Order().ElementAt(17), Value("Image_Intensity_MedianIntensity_Actin", sites[i]));
            Assert.Equal(
                SmallScreen.Pearson(dna, actin), Value("Image_Correlation_Correlation_DNA_Actin", sites[i]), 1e-12);
        }

        for (var feature = 0; feature < features.Count; feature++)
        {
            var values = sites.Select(s => s[feature]).ToArray();
            var expected = method == AggregationMethod.Median
                ? values.Order().ElementAt(1)
                : (values[0] + values[1] + values[2]) / 3;
            Assert.Equal(expected, result.Profile[feature]);
        }

        double Value(string name, double[] profile) => profile[features.Names.ToList().IndexOf(name)];
    }

    [Fact]
    public async Task A_well_gives_the_same_bytes_each_time()
    {
        foreach (var site in (int[])[1, 2, 3, 4])
            _screen.AddSite("P1", "B03", site);
        using var model = new FakeModel(batchSize: 5);
        var first = WellResultFormat.Write(await RunAsync(model));
        for (var i = 0; i < 5; i++)
            Assert.Equal(first, WellResultFormat.Write(await RunAsync(model)));
    }

    [Theory]
    [InlineData("missing", "image of the channel is missing")]
    [InlineData("empty", "")]
    [InlineData("gone", "cannot be read")]
    [InlineData("size", "5 × 7")]
    [InlineData("type", "uint8")]
    [InlineData("small", "smaller than one tile")]
    public async Task A_site_that_fails_fails_its_well_with_its_place_and_leaves_nothing_behind(
        string what, string reason)
    {
        foreach (var site in (int[])[1, 2, 3, 4])
            _screen.AddSite("P1", "B03", site);
        var key = SmallScreen.Key("P1", "B03", 2, "Actin");
        switch (what)
        {
            case "missing":
                _screen.Images.Remove(key);
                break;
            case "empty":
                _screen.Images[key] = [];
                break;
            case "gone":
                _screen.Images.OnRead = k =>
                {
                    if (k == key)
                        throw new IOException("The disk is gone");
                };
                break;
            case "size":
                _screen.Images[key] = ImageEncoder.EncodePlainTiff(new ushort[35], 5, 7);
                break;
            case "type":
                _screen.Images[key] = ImageEncoder.EncodePng(new byte[35], 7, 5);
                break;
            default:
                foreach (var channel in (string[])["DNA", "Actin"])
                    _screen.Images[SmallScreen.Key("P1", "B03", 2, channel)] =
                        ImageEncoder.EncodePlainTiff(new ushort[5], 5, 1);
                break;
        }

        using var model = new FakeModel(batchSize: 100);
        await using var batcher = BatcherOf(model);
        var wells = await FindAsync();
        var error = await Assert.ThrowsAsync<ScreenDataException>(() => Pipeline(model, batcher).RunAsync(wells, Stop));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Equal((new PlateId("P1"), Well, 2), (error.Place.Plate, error.Place.Well, error.Place.SiteNumber));
        if (what != "small")
            Assert.Equal(new Channel("Actin"), error.Place.Channel);
        Assert.Equal(0, _pool.RentedCount);
        Assert.Equal(new TileBatcherPressure(0, 0), batcher.Pressure);
    }

    [Fact]
    public async Task A_well_has_no_more_sites_in_memory_than_it_says()
    {
        for (var site = 1; site <= 8; site++)
            _screen.AddSite("P1", "B03", site);
        using var model = new FakeModel(batchSize: 12);
        model.Hold();
        await using var batcher = BatcherOf(model);
        var most = 0;
        _screen.Images.OnRead = _ => most = Math.Max(most, _pool.RentedCount);
        var run = Pipeline(model, batcher).RunAsync(await FindAsync(), Stop);
        for (var site = 1; site <= 8; site++)
        {
            await model.HasBegunAsync(site);
            model.LetGo(1);
        }

        await run.WaitAsync(FakeModel.Patience, Stop);

        // While the last image of a site is read, the site's first plane and both of the other site's are there.
        Assert.Equal((WellPipeline.MaxSitesInFlight * 2) - 1, most);
        Assert.Equal(0, _pool.RentedCount);
    }

    [Fact]
    public async Task A_cancelled_well_gives_back_its_planes_after_the_model_let_go_of_them()
    {
        for (var site = 1; site <= 3; site++)
            _screen.AddSite("P1", "B03", site);
        using var model = new FakeModel(batchSize: 12);
        model.Hold();
        await using var batcher = BatcherOf(model);
        using var cancel = new CancellationTokenSource();
        var run = Pipeline(model, batcher).RunAsync(await FindAsync(), cancel.Token);
        await model.HasBegunAsync(1);
        await cancel.CancelAsync();
        Assert.False(run.IsCompleted);
        Assert.True(_pool.RentedCount > 0);
        model.LetGo(1);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(FakeModel.Patience, Stop));
        Assert.Equal(0, _pool.RentedCount);
        Assert.Equal(new TileBatcherPressure(0, 0), batcher.Pressure);
    }

    [Fact]
    public async Task A_model_that_fails_fails_the_well_and_leaves_nothing_behind()
    {
        for (var site = 1; site <= 3; site++)
            _screen.AddSite("P1", "B03", site);
        using var model = new FakeModel(batchSize: 12)
        {
            OnRun = (number, _) =>
            {
                if (number == 2)
                    throw new ScreenDataException("The model has had enough", Place.Unknown);
            },
        };
        await using var batcher = BatcherOf(model);
        var well = await FindAsync();
        var error = await Assert.ThrowsAsync<ScreenDataException>(() => Pipeline(model, batcher).RunAsync(well, Stop));
        Assert.Equal(Well, error.Place.Well);
        Assert.InRange(error.Place.SiteNumber!.Value, 1, 3);
        Assert.Equal(0, _pool.RentedCount);
    }

    [Fact]
    public async Task A_well_with_an_error_or_added_later_is_not_read()
    {
        _screen.AddSite("P1", "B03", 1);
        _screen.AddSite("P1", "B04", 1);
        using var model = new FakeModel(batchSize: 12);
        await using var batcher = BatcherOf(model);
        _screen.Images.OnRead = _ => throw new InvalidOperationException("read");
        var known = new ScreenDataException("Two images", new Place { Well = Well });
        var well = (await FindAsync()) with { Error = known };
        Assert.Same(known, await Assert.ThrowsAsync<ScreenDataException>(() =>
            Pipeline(model, batcher).RunAsync(well, Stop)));
        var added = await FindAsync("B04");
        var error = await Assert.ThrowsAsync<ScreenDataException>(() => Pipeline(model, batcher).RunAsync(added, Stop));
        Assert.Contains("had no images when its plate was begun", error.Message, StringComparison.Ordinal);
    }

    private static TileBatcher BatcherOf(FakeModel model) =>
        new(model, new TileBatcherOptions { RunnerCount = 1, MaxWait = TimeSpan.FromMilliseconds(1) },
            TimeProvider.System);

    private async Task<WellResult> RunAsync(FakeModel model)
    {
        await using var batcher = BatcherOf(model);
        var result = await Pipeline(model, batcher).RunAsync(await FindAsync(), Stop)
            .WaitAsync(FakeModel.Patience, Stop);
        Assert.Equal(0, _pool.RentedCount);
        return result;
    }

    private WellPipeline Pipeline(FakeModel model, TileBatcher batcher)
    {
        var reader = new SiteReader(_screen.Images, new ImageDecoder(_pool, new ImageDecoderOptions()),
            _screen.Job.Limits);
        return new WellPipeline(Context(model), reader, batcher);
    }

    private PlateContext Context(FakeModel model) => new()
    {
        Plate = new PlateId("P1"),
        Job = _screen.Job,
        JobHash = "hash",
        Channels = [new Channel("DNA"), new Channel("Actin")],
        ImageIndexes = [0, 1],
        Scales = [new IntensityScale(100, 5000, false), new IntensityScale(0, 65535, false)],
        SampleTypes = [SampleType.UInt16, SampleType.UInt16],
        Card = model.Card,
        Features = new FeatureLayout(model.Card, [new Channel("DNA"), new Channel("Actin")]),
        Wells = new HashSet<WellAddress> { Well },
    };

    private async Task<WellImages> FindAsync(string well = "B03")
    {
        var found = await ScreenImages.FindAsync(
            _screen.Images, new ImagePattern(_screen.Job.Images.Pattern), new PlateId("x"), ["DNA", "Actin"], Stop);
        return found.Plates.Single().Wells.Single(w => w.Well == WellAddress.Parse(well));
    }
}
