using HcsGrid.Imaging;

namespace HcsGrid.Inference.Tests;

public class TileBatcherFailureTests
{
    private readonly PixelPool _pool = new(new PixelPoolOptions());
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task A_failed_run_fails_the_sites_in_it_and_no_others()
    {
        // Three sites of three tiles in batches of four: the second batch holds tiles of the second and the third.
        using var model = new FakeModel(batchSize: 4) { OnRun = FailRun(2) };
        model.Hold();
        await using var batcher = new TileBatcher(
            model, new TileBatcherOptions { RunnerCount = 1, MaxWait = TimeSpan.Zero }, _time);
        using var blocker = new MadeUpSite(_pool, seed: 1, tileColumns: 4);
        var blocked = batcher.EmbedAsync(blocker.Tiles);
        await model.HasBegunAsync(1);
        var sites = Enumerable.Range(0, 4).Select(i => new MadeUpSite(_pool, seed: 10 + i, tileColumns: 3)).ToArray();
        var tasks = sites.Select(s => s.EmbedAndDisposeAsync(batcher)).ToArray();
        var expected = sites.Select(s => s.Expected(model.Card)).ToArray();
        model.LetGo(100);
        await blocked.WaitAsync(FakeModel.Patience);

        // Run 2 takes all of site 0 and one tile of site 1: both fail, and the rest of site 1 is never run.
        foreach (var failed in tasks[..2])
            Assert.Equal("run 2", (await Assert.ThrowsAsync<InvalidOperationException>(() => failed)).Message);
        Assert.Equal(expected[2], (await tasks[2]).Values);
        Assert.Equal(expected[3], (await tasks[3]).Values);
        Assert.Equal(new TileBatcherCounts(4, 14, 2), batcher.Counts);

        // The batcher goes on.
        using var later = new MadeUpSite(_pool, seed: 20, tileColumns: 3);
        Assert.Equal(later.Expected(model.Card),
            (await batcher.EmbedAsync(later.Tiles).WaitAsync(FakeModel.Patience)).Values);
        blocker.Dispose();
        later.Dispose();
        Assert.Equal(new TileBatcherPressure(0, 0), batcher.Pressure);
        Assert.Equal(0, _pool.RentedCount);
    }

    [Fact]
    public async Task A_site_that_fails_in_one_runner_ends_only_when_the_other_runners_have_let_go_of_it()
    {
        using var secondMayFail = new ManualResetEventSlim();
        using var firstMayEnd = new ManualResetEventSlim();
        using var model = new FakeModel(batchSize: 2)
        {
            OnRun = (number, _) =>
            {
                if (number == 1)
                {
                    firstMayEnd.Wait(FakeModel.Patience);
                    return;
                }

                secondMayFail.Wait(FakeModel.Patience);
                throw new InvalidOperationException($"run {number}");
            },
        };
        await using var batcher = new TileBatcher(model, new TileBatcherOptions { RunnerCount = 2 }, _time);
        using var site = new MadeUpSite(_pool, seed: 2, tileColumns: 6);
        var embedding = batcher.EmbedAsync(site.Tiles);
        await model.HasBegunAsync(2);
        secondMayFail.Set();

        // The runner that failed takes the next site: it fails too, which shows that the first failure was told.
        using var next = new MadeUpSite(_pool, seed: 3, tileColumns: 2);
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => batcher.EmbedAsync(next.Tiles).WaitAsync(FakeModel.Patience));
        Assert.False(embedding.IsCompleted);
        firstMayEnd.Set();
        await Assert.ThrowsAsync<InvalidOperationException>(() => embedding.WaitAsync(FakeModel.Patience));
    }

    [Fact]
    public async Task When_the_last_runner_cannot_be_made_the_others_are_given_back()
    {
        using var model = new FakeModel(batchSize: 2);
        using var broken = new BrokenModel(model, failsAt: 3);
        Assert.Throws<InvalidOperationException>(
            () => new TileBatcher(broken, new TileBatcherOptions { RunnerCount = 3 }, _time));
        Assert.Equal(0, model.RunnerCount);
        await using var batcher = new TileBatcher(model, new TileBatcherOptions { RunnerCount = 3 }, _time);
        Assert.Equal(3, model.RunnerCount);
    }

    private static Action<int, float[]> FailRun(int failing) => (number, _) =>
    {
        if (number == failing)
            throw new InvalidOperationException($"run {number}");
    };

    private sealed class BrokenModel(FakeModel model, int failsAt) : ITileModel
    {
        private int _count;

        public ModelCard Card => model.Card;

        public ITileRunner CreateRunner() =>
            ++_count == failsAt ? throw new InvalidOperationException("no memory") : model.CreateRunner();

        public void Dispose()
        {
        }
    }
}
