using HcsGrid.Imaging;
using HcsGrid.Plates;

namespace HcsGrid.Inference.Tests;

public class RemoteEmbedderTests
{
    private readonly PixelPool _pool = new(new PixelPoolOptions());

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, TileBatch.MaxBytes)]
    [InlineData(true, 100)]
    [InlineData(true, 8)]
    [InlineData(false, TileBatch.MaxBytes)]
    [InlineData(false, 60)]
    public async Task Tiles_that_travel_in_batches_give_the_embeddings_of_tiles_that_stay(
        bool eachAlone, int maxBatchBytes)
    {
        using var model = new FakeModel(
            batchSize: 4, channels: eachAlone ? ModelChannels.Alone : new ModelChannels(false, 3));
        await using var batcher = new TileBatcher(
            model, new TileBatcherOptions { RunnerCount = 2, MaxWait = TimeSpan.Zero }, TimeProvider.System);
        using var site = new MadeUpSite(_pool, seed: 1, tileColumns: 5, tileRows: 3, channelCount: 3);
        var sender = new LoopbackSender(batcher);
        var remote = new RemoteEmbedder(
            sender, model.Card, _pool, new RemoteEmbedderOptions { MaxBatchBytes = maxBatchBytes });

        var embeddings = await remote.EmbedAsync(site.Tiles, Stop);

        Assert.Equal(site.Expected(model.Card), embeddings.Values);
        Assert.Equal((15, eachAlone ? 3 : 1), (embeddings.TileCount, embeddings.ChannelCount));
        Assert.All(sender.ByteCounts, count => Assert.InRange(count, 1, maxBatchBytes));
        site.Dispose();
        Assert.Equal(0, _pool.RentedCount);
    }

    [Fact]
    public async Task No_more_batches_of_a_site_are_on_their_way_than_the_bound_says()
    {
        using var model = new FakeModel(batchSize: 4);
        await using var batcher = new TileBatcher(
            model, new TileBatcherOptions { RunnerCount = 1, MaxWait = TimeSpan.Zero }, TimeProvider.System);
        using var site = new MadeUpSite(_pool, seed: 2, tileColumns: 20);
        var sender = new LoopbackSender(batcher);
        var remote = new RemoteEmbedder(
            sender, model.Card, _pool, new RemoteEmbedderOptions { MaxBatchBytes = 8, MaxBatchesInFlight = 3 });
        await remote.EmbedAsync(site.Tiles, Stop);
        Assert.InRange(sender.MostInFlight, 1, 3);
        Assert.Equal(20, sender.ByteCounts.Count);
    }

    [Fact]
    public async Task A_batch_that_fails_fails_its_site_and_leaves_no_pixels_behind()
    {
        using var model = new FakeModel(batchSize: 4);
        using var site = new MadeUpSite(_pool, seed: 3, tileColumns: 9);
        var sender = new LoopbackSender(embedder: null);
        var remote = new RemoteEmbedder(sender, model.Card, _pool, new RemoteEmbedderOptions { MaxBatchBytes = 8 });
        var error = await Assert.ThrowsAsync<ScreenDataException>(() => remote.EmbedAsync(site.Tiles, Stop));
        Assert.Equal("there is no model", error.Reason);
        site.Dispose();
        Assert.Equal(0, _pool.RentedCount);
    }

    [Fact]
    public async Task A_tile_that_is_too_large_for_a_message_is_refused_with_the_bound()
    {
        using var model = new FakeModel(batchSize: 4);
        using var site = new MadeUpSite(_pool, seed: 4, tileColumns: 1);
        var remote = new RemoteEmbedder(
            new LoopbackSender(embedder: null), model.Card, _pool, new RemoteEmbedderOptions { MaxBatchBytes = 7 });
        var error = await Assert.ThrowsAsync<ScreenDataException>(() => remote.EmbedAsync(site.Tiles, Stop));
        Assert.Contains("8 bytes of pixels, a message takes at most 7 (MaxBatchBytes)", error.Reason,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 9)]
    [InlineData(2, 5)]
    [InlineData(4, 3)]
    public async Task A_batch_has_no_more_tiles_than_one_answer_holds(int tilesOfAnswer, int batchCount)
    {
        using var model = new FakeModel(batchSize: 4);
        await using var batcher = new TileBatcher(
            model, new TileBatcherOptions { RunnerCount = 1, MaxWait = TimeSpan.Zero }, TimeProvider.System);
        using var site = new MadeUpSite(_pool, seed: 6, tileColumns: 9);
        var sender = new LoopbackSender(batcher);
        var channelCount = site.Tiles.Planes.Count;
        var remote = new RemoteEmbedder(sender, model.Card, _pool, new RemoteEmbedderOptions
        {
            MaxAnswerBytes = (tilesOfAnswer * channelCount * FakeModel.Width * sizeof(float)) + 3,
        });
        var embeddings = await remote.EmbedAsync(site.Tiles, Stop);
        Assert.Equal(batchCount, sender.ByteCounts.Count);
        Assert.Equal(site.Expected(model.Card), embeddings.Values);
    }

    [Fact]
    public async Task A_tile_whose_answer_is_too_large_for_a_message_is_refused_with_the_bound()
    {
        using var model = new FakeModel(batchSize: 4);
        using var site = new MadeUpSite(_pool, seed: 7, tileColumns: 1);
        var remote = new RemoteEmbedder(
            new LoopbackSender(embedder: null), model.Card, _pool, new RemoteEmbedderOptions { MaxAnswerBytes = 5 });
        var error = await Assert.ThrowsAsync<ScreenDataException>(() => remote.EmbedAsync(site.Tiles, Stop));
        Assert.Contains("12 bytes, a message takes at most 5 (MaxAnswerBytes)", error.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_site_with_other_channels_than_the_model_takes_is_refused()
    {
        using var model = new FakeModel(batchSize: 4, channels: new ModelChannels(false, 2));
        using var site = new MadeUpSite(_pool, seed: 5, tileColumns: 1);
        var remote = new RemoteEmbedder(
            new LoopbackSender(embedder: null), model.Card, _pool, new RemoteEmbedderOptions());
        var error = await Assert.ThrowsAsync<ScreenDataException>(() => remote.EmbedAsync(site.Tiles, Stop));
        Assert.Contains("2 channels together, the site has 1", error.Reason, StringComparison.Ordinal);
    }
}
