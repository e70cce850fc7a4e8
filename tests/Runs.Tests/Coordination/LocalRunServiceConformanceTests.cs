using HcsGrid.Inference;
using HcsGrid.Runs.Coordination;
using HcsGrid.Storage;

namespace HcsGrid.Runs.Tests.Coordination;

public sealed class LocalRunServiceConformanceTests : RunServiceConformance
{
    internal static readonly LocalGridOptions Grid = new()
    {
        WorkerCount = 2,
        Batcher = new TileBatcherOptions { RunnerCount = 1, MaxWait = TimeSpan.FromMilliseconds(1) },
    };

    private LocalRunService? _service;

    protected override async Task<IRunService> StartAsync(
        IBlobStore store, AllowedStores images, IModelSource models) =>
        _service = await LocalRunService.StartAsync(
            new LocalRunServiceOptions { Grid = Grid }, store, images, models, TimeProvider.System,
            TestContext.Current.CancellationToken);

    protected override async Task StopAsync()
    {
        if (_service is not null)
            await _service.DisposeAsync();
    }
}
