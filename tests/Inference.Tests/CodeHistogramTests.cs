using System.Text.Json.Nodes;
using HcsGrid.Imaging;
using HcsGrid.Plates;
using HcsGrid.Tests;

namespace HcsGrid.Inference.Tests;

/// <summary>
/// A model whose second output is a histogram of codes.
/// </summary>
public sealed class CodeHistogramTests : IDisposable
{
    private const int TileSize = 4;

    private readonly TempFolder _folder = new();
    private readonly PixelPool _pool = new(new PixelPoolOptions());

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_histogram_stands_after_the_embedding_whatever_the_card_s_order()
    {
        var card = Open(CodesModel.Card(TileSize)).Card;
        Assert.Equal(["embedding", "code_histogram"], card.TileOutputs.Select(o => o.Name));
        Assert.Equal(OutputMeaning.CodeHistogram, card.TileOutputs[1].Meaning);
        Assert.Equal(6, card.RequireTileOutputLength());
    }

    [Theory]
    [InlineData(TileBatch.MaxBytes)]
    [InlineData(70)]
    [InlineData(32)]
    public async Task Both_outputs_of_every_tile_and_channel_come_back_here_and_over_a_wire(int maxBatchBytes)
    {
        using var model = OnnxModel.Load(Open(CodesModel.Card(TileSize)), new OnnxModelOptions());
        await using var batcher = new TileBatcher(
            model, new TileBatcherOptions { RunnerCount = 2, MaxWait = TimeSpan.Zero }, TimeProvider.System);
        using var site = new MadeUpSite(_pool, seed: 4, tileColumns: 5, tileRows: 2, channelCount: 3, TileSize);
        var embeddings = await batcher.EmbedAsync(site.Tiles, Stop);
        var sender = new LoopbackSender(batcher);
        var remote = new RemoteEmbedder(
            sender, model.Card, _pool, new RemoteEmbedderOptions { MaxBatchBytes = maxBatchBytes });
        var travelled = await remote.EmbedAsync(site.Tiles, Stop);

        Assert.Equal((10, 3, 6), (embeddings.TileCount, embeddings.ChannelCount, embeddings.Width));
        Assert.Equal(embeddings.Values, travelled.Values);
        for (var tile = 0; tile < 10; tile++)
        {
            for (var channel = 0; channel < 3; channel++)
            {
                var pixels = new float[TileSize * TileSize];
                TileCutter.CutScaled(
                    site.Tiles.Planes[channel], site.Tiles.Grid.Tiles[tile], TileSize,
                    site.Tiles.Scales[channel] with { Clip = model.Card.Input.PixelScaling.Clip }, pixels);
                var expected = CodesModel.ExpectedOf(pixels);
                var found = embeddings.Of(tile, channel).ToArray();
                for (var i = 0; i < 6; i++)
                    Assert.Equal(expected[i], found[i], 1e-5);
            }
        }
    }

    [Theory]
    [InlineData("outputs.0.shape", "[2, 2]", "outputs[].shape of 'code_histogram' is 2, 2, expected one size")]
    [InlineData("outputs.0.shape", "[1]", "outputs[].shape of 'code_histogram' is 1, expected one size")]
    [InlineData("outputs.0.shape", "[16385]", "outputs[].shape of 'code_histogram' is 16385, expected one size")]
    [InlineData("outputs.1.meaning", "\"code-histogram\"", "outputs has 2 code histograms, expected at most one")]
    [InlineData("outputs.1.meaning", "\"other\"", "outputs has a code histogram without an embedding")]
    public void A_histogram_that_cannot_work_is_told_by_its_key(string path, string json, string reason)
    {
        var card = CodesModel.Card(TileSize);
        CardFile.Set(card, path, json);
        var error = Assert.Throws<ScreenDataException>(() => Open(card));
        Assert.Contains($"not valid: {reason}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_histogram_of_other_codes_than_the_model_gives_is_told_on_loading()
    {
        var card = CodesModel.Card(TileSize);
        CardFile.Set(card, "outputs.0.shape", "[5]");
        var error = Assert.Throws<ScreenDataException>(() => OnnxModel.Load(Open(card), new OnnxModelOptions()));
        Assert.Contains("output 'code_histogram' has the shape (-1, 4;", error.Message, StringComparison.Ordinal);
    }

    private ModelFolder Open(JsonObject card)
    {
        CodesModel.Write(_folder.PathOf("model"), card);
        return ModelFolder.Open(_folder.PathOf("model"));
    }
}
