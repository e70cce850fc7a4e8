using HcsGrid.Inference;
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
        await QuickGrid.RunAsync(
            screen.Request(output, model), workerCount, cancellationToken: TestContext.Current.CancellationToken);
        return output;
    }
}
