using HcsGrid.Imaging;

namespace HcsGrid.Inference.Tests;

public class TileBatcherCancellationTests
{
    private readonly PixelPool _pool = new(new PixelPoolOptions());
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task A_site_cancelled_while_it_is_held_back_ends_at_once_and_gives_its_turn_away()
    {
        using var model = new FakeModel(batchSize: 2);
        model.Hold();
        await using var batcher = new TileBatcher(
            model, new TileBatcherOptions { RunnerCount = 1, MaxWaitingTiles = 1, MaxWait = TimeSpan.Zero }, _time);
        var sites = Enumerable.Range(0, 4).Select(i => new MadeUpSite(_pool, seed: i, tileColumns: 2)).ToArray();
        var expected = sites.Select(s => s.Expected(model.Card)).ToArray();
        var first = sites[0].EmbedAndDisposeAsync(batcher);
        await model.HasBegunAsync(1);
        using var cancel = new CancellationTokenSource();
        var second = sites[1].EmbedAndDisposeAsync(batcher);
        var third = sites[2].EmbedAndDisposeAsync(batcher, cancel.Token);
        var fourth = sites[3].EmbedAndDisposeAsync(batcher);
        Assert.Equal(new TileBatcherPressure(2, 2), batcher.Pressure);
        await cancel.CancelAsync();
        var error = await Assert.ThrowsAsync<TaskCanceledException>(() => third);
        Assert.Equal(cancel.Token, error.CancellationToken);
        model.LetGo(10);
        Assert.Equal(expected[0], (await first).Values);
        Assert.Equal(expected[1], (await second).Values);
        Assert.Equal(expected[3], (await fourth).Values);
        Assert.Equal(new TileBatcherCounts(3, 6, 0), batcher.Counts);
        Assert.Equal(new TileBatcherPressure(0, 0), batcher.Pressure);
        Assert.Equal(0, _pool.RentedCount);
    }

    [Fact]
    public async Task A_site_cancelled_while_its_tiles_wait_ends_at_once_and_is_never_run()
    {
        using var model = new FakeModel(batchSize: 4);
        await using var batcher = new TileBatcher(model, new TileBatcherOptions { RunnerCount = 1 }, _time);
        using var cancel = new CancellationTokenSource();
        var cancelled = new MadeUpSite(_pool, seed: 1, tileColumns: 3).EmbedAndDisposeAsync(batcher, cancel.Token);
        Assert.Equal(new TileBatcherPressure(3, 0), batcher.Pressure);
        await cancel.CancelAsync();
        await Assert.ThrowsAsync<TaskCanceledException>(() => cancelled);
        Assert.Equal(new TileBatcherPressure(0, 0), batcher.Pressure);

        // Three tiles of another site are no full batch: the cancelled tiles do not count.
        var site = new MadeUpSite(_pool, seed: 2, tileColumns: 3);
        var expected = site.Expected(model.Card);
        var embedding = site.EmbedAndDisposeAsync(batcher);
        Assert.Equal(new TileBatcherPressure(3, 0), batcher.Pressure);
        _time.Advance(TimeSpan.FromMilliseconds(20));
        Assert.Equal(expected, (await embedding).Values);
        Assert.Equal(new TileBatcherCounts(1, 3, 1), batcher.Counts);
        Assert.Equal(0, _pool.RentedCount);
    }

    [Fact]
    public async Task A_site_cancelled_while_it_is_at_the_model_ends_when_the_model_lets_go_of_it()
    {
        using var model = new FakeModel(batchSize: 2);
        model.Hold();
        await using var batcher = new TileBatcher(model, new TileBatcherOptions { RunnerCount = 1 }, _time);
        using var cancel = new CancellationTokenSource();
        var site = new MadeUpSite(_pool, seed: 3, tileColumns: 7);
        var embedding = site.EmbedAndDisposeAsync(batcher, cancel.Token);
        await model.HasBegunAsync(1);
        await cancel.CancelAsync();
        Assert.False(embedding.IsCompleted);
        Assert.Equal(new TileBatcherPressure(0, 0), batcher.Pressure);
        model.LetGo(1);
        await Assert.ThrowsAsync<TaskCanceledException>(() => embedding);
        Assert.Equal(new TileBatcherCounts(1, 2, 0), batcher.Counts);
        Assert.Equal(0, _pool.RentedCount);
    }

    [Fact]
    public async Task A_token_cancelled_before_the_call_ends_it_without_a_run()
    {
        using var model = new FakeModel(batchSize: 2);
        await using var batcher = new TileBatcher(model, new TileBatcherOptions { RunnerCount = 1 }, _time);
        var embedding = new MadeUpSite(_pool, seed: 4, tileColumns: 1)
            .EmbedAndDisposeAsync(batcher, new CancellationToken(canceled: true));
        await Assert.ThrowsAsync<TaskCanceledException>(() => embedding);
        Assert.Equal(new TileBatcherPressure(0, 0), batcher.Pressure);
        Assert.Equal(0, _pool.RentedCount);
    }

    [Fact]
    public async Task Cancelling_what_is_done_changes_nothing()
    {
        using var model = new FakeModel(batchSize: 2);
        await using var batcher = new TileBatcher(model, new TileBatcherOptions { RunnerCount = 1 }, _time);
        using var cancel = new CancellationTokenSource();
        using var site = new MadeUpSite(_pool, seed: 5, tileColumns: 2);
        var embeddings = await batcher.EmbedAsync(site.Tiles, cancel.Token).WaitAsync(FakeModel.Patience);
        await cancel.CancelAsync();
        Assert.Equal(site.Expected(model.Card), embeddings.Values);
        Assert.Equal(new TileBatcherPressure(0, 0), batcher.Pressure);
    }
}
