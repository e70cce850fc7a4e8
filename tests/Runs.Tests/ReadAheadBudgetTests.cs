using HcsGrid.Inference.Tests;
using HcsGrid.Storage;
using HcsGrid.Tests;

namespace HcsGrid.Runs.Tests;

public class ReadAheadBudgetTests
{
    private const int BudgetBlobCount = 3;

    private readonly LocalGrid _grid = new(
        new LocalGridOptions
        {
            WorkerCount = 2,
            ReadAhead = new ReadAheadOptions
            {
                MaxBytes = BudgetBlobCount * FarBlobStore.ExpectedBytes,
                ExpectedBytes = FarBlobStore.ExpectedBytes,
                MaxReadCount = 100,
            },
        }, TimeProvider.System);

    private readonly SmallScreen _screen = SmallScreen.Make(plateCount: 1, rowCount: 2, columnCount: 4, siteCount: 2);

    [Fact]
    public async Task Two_jobs_at_once_read_ahead_no_more_than_the_one_budget()
    {
        var first = new FarBlobStore(_screen.Images) { HoldsAhead = true, AwaitedCount = BudgetBlobCount };
        var second = new FarBlobStore(_screen.Images);
        var running = RunAsync(first);
        await first.HasBegunAsync();

        // The first job holds all of the budget: the second comes to its end by what it reads when it needs it.
        Assert.Equal(8, (await RunAsync(second)).Summary.WellsDone);
        Assert.Equal((BudgetBlobCount, 0), (first.AheadCount, second.AheadCount));

        first.LetGo();
        Assert.Equal(8, (await running).Summary.WellsDone);
        var third = new FarBlobStore(_screen.Images);
        await RunAsync(third);
        Assert.InRange(third.AheadCount, BudgetBlobCount, int.MaxValue);
    }

    private async Task<RunOutcome> RunAsync(FarBlobStore images)
    {
        using var model = new FakeModel(batchSize: 4);
        return await _grid.RunAsync(new RunRequest(_screen.Job, images, new MemoryBlobStore(), model))
            .WaitAsync(FakeModel.Patience);
    }
}
