using HcsGrid.Imaging;

namespace HcsGrid.Inference.Tests;

public class TileBatcherPropertyTests
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("HCSGRID_LONG") == "1";

    [Fact]
    public async Task Every_tile_gets_its_own_embedding_whatever_else_is_in_work()
    {
        foreach (var load in BatcherCase.Make(count: IsLong ? 5000 : 120, siteCount: 12, seed: 1))
            await RunAsync(load, callerCount: 3);
    }

    [Fact]
    public async Task A_long_load_with_failures_and_cancellations_leaves_nothing_behind()
    {
        foreach (var load in BatcherCase.Make(count: IsLong ? 50 : 3, siteCount: 400, seed: 2))
            await RunAsync(load, callerCount: 8);
    }

    private static async Task RunAsync(BatcherCase load, int callerCount)
    {
        var pool = new PixelPool(new PixelPoolOptions());
        using var model = new FakeModel(
            load.BatchSize, channels: load.TogetherCount == 0 ? ModelChannels.Alone : new ModelChannels(false,
                load.TogetherCount))
        {
            OnRun = (number, _) =>
            {
                if (load.FailEvery > 0 && number % load.FailEvery == 0)
                    throw new InvalidOperationException("made up");
            },
        };
        var options = new TileBatcherOptions
        {
            RunnerCount = load.RunnerCount,
            MaxWaitingTiles = load.MaxWaitingTiles,
            MaxWait = TimeSpan.FromMilliseconds(1),
        };
        await using var batcher = new TileBatcher(model, options, TimeProvider.System);
        var next = -1;
        var highest = 0;
        var doneUnits = 0L;
        await Task.WhenAll(Enumerable.Range(0, callerCount).Select(_ =>
            Task.Run(CallAsync))).WaitAsync(FakeModel.Patience);

        Assert.Equal(new TileBatcherPressure(0, 0), batcher.Pressure);
        Assert.Equal(0, pool.RentedCount);
        Assert.True(
            highest < load.MaxWaitingTiles + load.Sites.Max(s =>
                s.Columns * s.Channels), $"{load}: {highest} tiles waited");
        Assert.Equal(batcher.Counts.BatchCount * load.BatchSize, batcher.Counts.TileCount + batcher.Counts.PaddedCount);
        Assert.Equal(batcher.Counts.BatchCount, model.Inputs.Count);
        if (load is { FailEvery: 0, CancelEvery: 0 })
            Assert.Equal(doneUnits, batcher.Counts.TileCount);

        async Task CallAsync()
        {
            for (int i; (i = Interlocked.Increment(ref next)) < load.Sites.Length;)
            {
                using var cancel = new CancellationTokenSource();
                var site = new MadeUpSite(pool, seed: i, load.Sites[i].Columns, channelCount: load.Sites[i].Channels);
                var expected = site.Expected(model.Card);
                var embedding = site.EmbedAndDisposeAsync(batcher, cancel.Token);
                InterlockedMax(ref highest, batcher.Pressure.WaitingTileCount);
                var isCancelled = load.CancelEvery > 0 && i % load.CancelEvery == 0;
                if (isCancelled)
                    await cancel.CancelAsync();
                try
                {
                    var embeddings = await embedding;
                    Assert.True(expected.AsSpan().SequenceEqual(embeddings.Values),
                        $"{load}: site {i} has other embeddings");
                    Interlocked.Add(ref doneUnits, embeddings.TileCount * embeddings.ChannelCount);
                }
                catch (InvalidOperationException error) when (error.Message == "made up")
                {
                    Assert.True(load.FailEvery > 0);
                }
                catch (TaskCanceledException)
                {
                    Assert.True(isCancelled);
                }
            }
        }
    }

    private static void InterlockedMax(ref int highest, int value)
    {
        for (var seen = Volatile.Read(ref highest); value > seen;)
            seen = Interlocked.CompareExchange(ref highest, value,
                seen) is var before && before == seen ? value : before;
    }
}
