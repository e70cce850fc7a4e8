using HcsGrid.Imaging;

namespace HcsGrid.Inference.Tests;

public class TileBatcherPressureTests
{
    private readonly PixelPool _pool = new(new PixelPoolOptions());
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task A_caller_is_held_back_while_as_many_tiles_wait_as_may()
    {
        using var model = new FakeModel(batchSize: 2);
        model.Hold();
        await using var batcher = new TileBatcher(
            model, new TileBatcherOptions { RunnerCount = 1, MaxWaitingTiles = 3 }, _time);
        using var atModel = new MadeUpSite(_pool, seed: 1, tileColumns: 2);
        var first = batcher.EmbedAsync(atModel.Tiles);
        await model.HasBegunAsync(1);
        Assert.Equal(new TileBatcherPressure(0, 0), batcher.Pressure);

        // Two tiles wait: below the bound, so a whole site of four is let in. After that nobody is.
        using var waiting = new MadeUpSite(_pool, seed: 2, tileColumns: 2);
        using var large = new MadeUpSite(_pool, seed: 3, tileColumns: 4);
        using var held = new MadeUpSite(_pool, seed: 4, tileColumns: 2);
        var rest = new[] { waiting, large, held }.Select(s => batcher.EmbedAsync(s.Tiles)).ToArray();
        Assert.Equal(new TileBatcherPressure(6, 1), batcher.Pressure);

        // One batch more leaves: four wait, still above the bound. With the next two they are two, and there is room.
        model.LetGo(1);
        await model.HasBegunAsync(2);
        Assert.Equal(new TileBatcherPressure(4, 1), batcher.Pressure);
        model.LetGo(1);
        await model.HasBegunAsync(3);
        Assert.Equal(new TileBatcherPressure(4, 0), batcher.Pressure);
        model.LetGo(10);
        Assert.Equal(atModel.Expected(model.Card), (await first.WaitAsync(FakeModel.Patience)).Values);
        var embeddings = await Task.WhenAll(rest).WaitAsync(FakeModel.Patience);
        Assert.Equal(waiting.Expected(model.Card), embeddings[0].Values);
        Assert.Equal(large.Expected(model.Card), embeddings[1].Values);
        Assert.Equal(held.Expected(model.Card), embeddings[2].Values);
    }

    [Fact]
    public async Task Held_back_sites_go_to_the_model_in_the_order_in_which_they_came()
    {
        const int siteCount = 40;
        using var model = new FakeModel(batchSize: 3);
        model.Hold();
        await using var batcher = new TileBatcher(
            model, new TileBatcherOptions { RunnerCount = 1, MaxWaitingTiles = 4, MaxWait = TimeSpan.Zero }, _time);
        var sites = Enumerable.Range(0, siteCount).Select(i =>
            new MadeUpSite(_pool, seed: i, tileColumns: 1 + (i % 5))).ToArray();
        var tasks = sites.Select(s => batcher.EmbedAsync(s.Tiles)).ToArray();
        model.LetGo(1000);
        await Task.WhenAll(tasks).WaitAsync(FakeModel.Patience);
        var expected = sites.SelectMany(s => s.Expected(model.Card)).ToArray();
        var seen = model.Inputs.SelectMany(i => i.Chunk(4)).Where(tile => tile.Any(v => v != 0))
            .SelectMany(tile => FakeModel.EmbeddingOf(tile)).ToArray();
        Assert.Equal(expected, seen);
        foreach (var site in sites)
            site.Dispose();
        Assert.Equal(0, _pool.RentedCount);
    }

    [Fact]
    public async Task A_site_of_more_tiles_than_may_wait_is_let_in_alone()
    {
        using var model = new FakeModel(batchSize: 2);
        await using var batcher = new TileBatcher(
            model, new TileBatcherOptions { RunnerCount = 1, MaxWaitingTiles = 1 }, _time);
        using var site = new MadeUpSite(_pool, seed: 5, tileColumns: 10, tileRows: 2);
        var embeddings = await batcher.EmbedAsync(site.Tiles).WaitAsync(FakeModel.Patience);
        Assert.Equal(site.Expected(model.Card), embeddings.Values);
    }

    [Fact]
    public async Task Sites_still_waiting_fail_when_the_batcher_ends_and_those_at_the_model_are_done()
    {
        using var model = new FakeModel(batchSize: 2);
        model.Hold();
        var batcher = new TileBatcher(model, new TileBatcherOptions { RunnerCount = 1, MaxWaitingTiles = 3 }, _time);
        using var whole = new MadeUpSite(_pool, seed: 6, tileColumns: 2);
        var atModel = batcher.EmbedAsync(whole.Tiles);
        await model.HasBegunAsync(1);
        using var part = new MadeUpSite(_pool, seed: 7, tileColumns: 4);
        using var held = new MadeUpSite(_pool, seed: 8, tileColumns: 1);
        var waiting = batcher.EmbedAsync(part.Tiles);
        var heldBack = batcher.EmbedAsync(held.Tiles);
        var end = batcher.DisposeAsync().AsTask();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting.WaitAsync(FakeModel.Patience));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => heldBack.WaitAsync(FakeModel.Patience));
        Assert.False(end.IsCompleted);
        model.LetGo(1);
        Assert.Equal(whole.Expected(model.Card), (await atModel.WaitAsync(FakeModel.Patience)).Values);
        await end.WaitAsync(FakeModel.Patience);
        Assert.Single(model.Inputs);
        Assert.Equal(0, model.RunnerCount);
    }

    [Fact]
    public async Task A_site_that_is_half_at_the_model_when_the_batcher_ends_fails_after_the_model_let_go_of_it()
    {
        using var model = new FakeModel(batchSize: 2);
        model.Hold();
        var batcher = new TileBatcher(model, new TileBatcherOptions { RunnerCount = 1 }, _time);
        using var site = new MadeUpSite(_pool, seed: 9, tileColumns: 5);
        var embedding = batcher.EmbedAsync(site.Tiles);
        await model.HasBegunAsync(1);
        var end = batcher.DisposeAsync().AsTask();
        Assert.False(embedding.IsCompleted);
        model.LetGo(1);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => embedding.WaitAsync(FakeModel.Patience));
        await end.WaitAsync(FakeModel.Patience);
    }

    [Fact]
    public async Task The_queue_is_as_old_as_the_oldest_waiting_tile_and_has_no_age_when_it_is_empty()
    {
        using var model = new FakeModel(batchSize: 2);
        model.Hold();
        await using var batcher = new TileBatcher(
            model, new TileBatcherOptions { RunnerCount = 1, MaxWaitingTiles = 2 }, _time);
        Assert.Equal(TimeSpan.Zero, batcher.OldestWait);
        using var atModel = new MadeUpSite(_pool, seed: 10, tileColumns: 2);
        var first = batcher.EmbedAsync(atModel.Tiles);
        await model.HasBegunAsync(1);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(TimeSpan.Zero, batcher.OldestWait);

        using var waiting = new MadeUpSite(_pool, seed: 11, tileColumns: 2);
        using var held = new MadeUpSite(_pool, seed: 12, tileColumns: 2);
        using var given = new CancellationTokenSource();
        var givenUp = batcher.EmbedAsync(waiting.Tiles, given.Token);
        _time.Advance(TimeSpan.FromSeconds(7));
        var rest = batcher.EmbedAsync(held.Tiles);
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(TimeSpan.FromSeconds(27), batcher.OldestWait);
        Assert.Equal(1, batcher.Pressure.HeldBackSiteCount);

        // One that is given up does not count; the next was held back until now, and waited all the same.
        await given.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => givenUp.WaitAsync(FakeModel.Patience));
        Assert.Equal(TimeSpan.FromSeconds(20), batcher.OldestWait);

        var before = GC.GetAllocatedBytesForCurrentThread();
        _ = batcher.OldestWait;
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        model.LetGo(2);
        await Task.WhenAll(first, rest).WaitAsync(FakeModel.Patience);
        Assert.Equal(TimeSpan.Zero, batcher.OldestWait);
    }
}
