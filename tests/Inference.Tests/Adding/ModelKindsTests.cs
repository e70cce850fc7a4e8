using HcsGrid.Imaging;
using HcsGrid.Inference.Adding;

namespace HcsGrid.Inference.Tests.Adding;

/// <summary>
/// Models of the kinds that people bring, from the file to the numbers that a job's batcher gets.
/// </summary>
public sealed class ModelKindsTests : IDisposable
{
    private const int Size = 16;
    private static readonly double[] ColourMeans = [0.485, 0.456, 0.406];
    private static readonly double[] ColourDeviations = [0.229, 0.224, 0.225];

    private readonly AddedModels _models = new();
    private readonly PixelPool _pool = new(new PixelPoolOptions());

    public void Dispose() => _models.Dispose();

    [Fact]
    public async Task A_model_of_one_plane_takes_every_channel_alone()
    {
        var added = _models.Add(SmallModels.PlaneMeans(1, Size), new ModelFileOptions { Name = "grey" });
        var card = added.Model.Card;
        Assert.Equal(ModelChannels.Alone, card.Input.Channels);
        Assert.Null(card.Input.Planes);
        Assert.Contains(added.Guesses, g => g.Contains("each channel alone", StringComparison.Ordinal));
        var (found, means) = await EmbedAsync("grey", channelCount: 2);
        Assert.Equal(2, found.ChannelCount);
        for (var tile = 0; tile < found.TileCount; tile++)
        {
            for (var channel = 0; channel < 2; channel++)
                Assert.Equal(means[tile][channel], found.Of(tile, channel)[0], 1e-5);
        }
    }

    [Fact]
    public async Task A_model_of_colour_photographs_gets_each_channel_as_three_planes_with_its_means()
    {
        var added = _models.Add(SmallModels.PlaneMeans(3), new ModelFileOptions
        {
            Name = "colour",
            Channels = ModelChannels.Alone,
            TilePixels = Size,
            Means = ColourMeans,
            Deviations = ColourDeviations,
        });
        Assert.Equal([0, 0, 0], added.Model.Card.Input.Planes);
        var (found, means) = await EmbedAsync("colour", channelCount: 2);
        Assert.Equal((2, 3), (found.ChannelCount, found.Width));
        for (var tile = 0; tile < found.TileCount; tile++)
        {
            for (var i = 0; i < 3; i++)
                Assert.Equal((means[tile][1] - ColourMeans[i]) / ColourDeviations[i], found.Of(tile, 1)[i], 1e-5);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public async Task A_model_of_several_channels_takes_them_together_each_with_its_mean(int count)
    {
        double[] subtracted = [.. Enumerable.Range(1, count).Select(i => 0.1 * i)];
        double[] dividing = [.. Enumerable.Range(1, count).Select(i => 0.5 + i)];
        var added = _models.Add(SmallModels.PlaneMeans(count, Size), new ModelFileOptions
        {
            Name = "painting",
            Means = subtracted,
            Deviations = dividing,
            PixelScaling = new PixelScaling { Low = -1, High = 1, Clip = true },
        });
        Assert.Equal(new ModelChannels(false, count), added.Model.Card.Input.Channels);
        var (found, means) = await EmbedAsync("painting", count);
        for (var tile = 0; tile < found.TileCount; tile++)
        {
            for (var i = 0; i < count; i++)
                Assert.Equal((means[tile][i] - subtracted[i]) / dividing[i], found.Of(tile, 0)[i], 1e-5);
        }
    }

    [Fact]
    public async Task A_model_of_keras_has_its_planes_last_and_may_leave_its_output_s_shape_open()
    {
        // As DeepProfiler's: five channels, planes last, a crop of a fixed size.
        double[] means = [0, 0.25, 0.5, 0.75, 1];
        var added = _models.Add(SmallModels.PlaneMeansOfKeras(5, Size), new ModelFileOptions
        {
            Name = "crops",
            Means = means,
        });
        Assert.Equal(InputLayout.PlanesLast, added.Model.Card.Input.Layout);
        Assert.Contains(added.Guesses, g => g.Contains("planes stand last", StringComparison.Ordinal));
        Assert.Equal([5], added.Model.Card.Embedding!.Shape);
        var (found, expected) = await EmbedAsync("crops", 5);
        for (var tile = 0; tile < found.TileCount; tile++)
        {
            for (var i = 0; i < 5; i++)
                Assert.Equal(expected[tile][i] - means[i], found.Of(tile, 0)[i], 1e-5);
        }
    }

    [Fact]
    public async Task A_model_with_two_inputs_gets_for_each_its_planes_of_one_tile()
    {
        // As cytoself's: protein and nucleus. The job's second channel is the protein.
        var added = _models.Add(SmallModels.TwoInputs(Size), new ModelFileOptions
        {
            Name = "protein",
            Inputs = [new InputChoice("nucleus", [0]), new InputChoice("protein", [1])],
        });
        var input = added.Model.Card.Input;
        Assert.Equal("protein", input.Name);
        Assert.Equal([1], input.Planes);
        var other = Assert.Single(input.Others);
        Assert.Equal("nucleus", other.Name);
        Assert.Equal([0], other.Planes);
        var (found, means) = await EmbedAsync("protein", 2);
        for (var tile = 0; tile < found.TileCount; tile++)
        {
            Assert.Equal(means[tile][1], found.Of(tile, 0)[0], 1e-5);
            Assert.Equal(means[tile][0], found.Of(tile, 0)[1], 1e-5);
            Assert.Equal(means[tile][2], found.Of(tile, 0)[2], 1e-5);
        }
    }

    [Fact]
    public void A_segmentation_is_a_map_that_a_job_cannot_use()
    {
        var added = _models.Add(SmallModels.Segmentation(Size), new ModelFileOptions
        {
            Name = "nuclei",
            Outputs = [new OutputChoice("logits", OutputMeaning.Map, OutputActivation.Sigmoid)],
        });
        var output = Assert.Single(added.Model.Card.Outputs);
        Assert.Equal((OutputMeaning.Map, OutputActivation.Sigmoid), (output.Meaning, output.Activation));
        Assert.Contains(added.Notes, n => n.Contains("a job cannot use it", StringComparison.Ordinal));
        Assert.True(ModelVerifier.Verify(_models.Catalog.Find("nuclei"), new OnnxModelOptions()).Passed);
        var stored = NpyArray.Read(Path.Combine(added.Model.Path, "test_input.npy"));
        var expected = NpyArray.Read(Path.Combine(added.Model.Path, "test_output.npy"));
        Assert.Equal([2, 1, Size, Size], expected.Shape);
        for (var i = 0; i < stored.Values.Length; i++)
            Assert.Equal(1 / (1 + Math.Exp(1 - (4 * stored.Values[i]))), expected.Values[i], 1e-5);
    }

    [Fact]
    public void The_public_segmentation_of_nuclei_gets_a_card_and_keeps_its_numbers()
    {
        var source = HcsGrid.Tests.Shared.PathOf("data", "models", "nuclei_unet2d");
        var added = _models.Adder.AddFile(Path.Combine(source, "weights.onnx"), new ModelFileOptions
        {
            Name = "nuclei-unet2d",
            Normalization = InputNormalization.ZeroMeanUnitVariance,
            Outputs = [new OutputChoice("82", OutputMeaning.Map, OutputActivation.Sigmoid)],
            Licence = "MIT",
        }, replace: false);
        // Its authors' own input and output in place of the made-up ones.
        foreach (var file in (string[])["test_input.npy", "test_output.npy"])
            File.Copy(Path.Combine(source, file), Path.Combine(added.Model.Path, file), overwrite: true);
        var verification = ModelVerifier.Verify(ModelFolder.Open(added.Model.Path), new OnnxModelOptions());
        Assert.InRange(verification.LargestDifference, 0, 1e-4);
    }

    [Fact]
    public void A_detection_with_its_card_is_added_as_a_folder()
    {
        var gold = Path.Combine(HcsGrid.Tests.Shared.RepositoryRoot, "models", "gold-v1");
        var added = _models.Adder.AddFolder(gold, replace: false);
        Assert.Equal(["model.json", "model.onnx", "test_input.npy", "test_output.npy"],
            Directory.EnumerateFiles(added.Model.Path).Select(f => Path.GetFileName(f)).Order());
        Assert.True(ModelVerifier.Verify(_models.Catalog.Find("gold-v1"), new OnnxModelOptions()).Passed);
        Assert.Empty(added.Guesses);
    }

    /// <summary>Embeds a made-up site by a model of the catalogue.</summary>
    /// <returns>The embeddings, and for each tile the mean of each scaled plane, then that of the product of the first
    /// two.</returns>
    private async Task<(SiteEmbeddings Found, double[][] Means)> EmbedAsync(string name, int channelCount)
    {
        var folder = _models.Catalog.Find(name);
        Assert.True(ModelVerifier.Verify(folder, new OnnxModelOptions()).Passed);
        using var model = OnnxModel.Load(folder, new OnnxModelOptions());
        await using var batcher = new TileBatcher(
            model, new TileBatcherOptions { RunnerCount = 2, MaxWait = TimeSpan.Zero }, TimeProvider.System);
        using var site = new MadeUpSite(_pool, 3, tileColumns: 5, channelCount: channelCount, tileSize: Size);
        var found = await batcher.EmbedAsync(site.Tiles, TestContext.Current.CancellationToken);
        var scaling = folder.Card.Input.PixelScaling;
        return (found, [.. site.Tiles.Grid.Tiles.Select(origin => MeansOf(site, origin, scaling))]);
    }

    private static double[] MeansOf(MadeUpSite site, TileOrigin origin, PixelScaling scaling)
    {
        var planes = site.Tiles.Planes.Select((plane, c) =>
        {
            var tile = new float[Size * Size];
            TileCutter.CutScaled(plane, origin, Size, site.Tiles.Scales[c] with { Clip = scaling.Clip }, tile);
            return tile.Select(v => scaling.Low + ((scaling.High - scaling.Low) * v)).ToArray();
        }).ToArray();
        return [.. planes.Select(p => p.Average()), planes[0].Zip(planes[^1], (a, b) => a * b).Average()];
    }
}
