using HcsGrid.Inference;
using HcsGrid.Inference.Tests;
using HcsGrid.Tests;

namespace HcsGrid.Runs.Tests;

/// <summary>
/// Runs of screens with a model that has codes.
/// </summary>
internal static class CodesRun
{
    public static async Task<MemoryBlobStore> RunAsync(SmallScreen screen, TempFolder folder, int workerCount = 2)
    {
        var path = folder.PathOf("model");
        CodesModel.Write(path, CodesModel.Card(tileSizePixels: 2));
        using var model = OnnxModel.Load(ModelFolder.Open(path), new OnnxModelOptions());
        var output = new MemoryBlobStore();
        var options = new LocalGridOptions
        {
            WorkerCount = workerCount,
            Batcher = new TileBatcherOptions { RunnerCount = 2, MaxWait = TimeSpan.FromMilliseconds(1) },
        };
        await new LocalGrid(options, TimeProvider.System)
            .RunAsync(screen.Request(output, model), null, TestContext.Current.CancellationToken)
            .WaitAsync(FakeModel.Patience, TestContext.Current.CancellationToken);
        return output;
    }
}
