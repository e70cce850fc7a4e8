using HcsGrid.Inference;
using HcsGrid.Runs;
using HcsGrid.Runs.Jobs;

namespace HcsGrid.Client;

/// <summary>
/// Opens what a job needs, stores and model, and runs it in this process while its progress is shown.
/// </summary>
internal static class ScreenRunner
{
    public static async Task<RunOutcome> RunAsync(
        ScreenJob job, string images, string output, int workers, InferenceDevice device, Output words,
        CancellationToken cancellationToken)
    {
        var model = ModelCatalog.Default.Find(job.Model);
        var imageStore = StoreFolder.OpenToRead(images);
        var runStore = await StoreFolder.OpenToWriteAsync(output, create: true, cancellationToken)
            .ConfigureAwait(false);
        using var loaded = OnnxModel.Load(model, new OnnxModelOptions { Device = device });
        var options = OptionsOf(workers, device);
        return await RunBar.ShowAsync(words, progress => new LocalGrid(options, TimeProvider.System).RunAsync(
            new RunRequest(job, imageStore, runStore, loaded), progress, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>How a run uses this machine.</summary>
    public static LocalGridOptions OptionsOf(int workers, InferenceDevice device) => new()
    {
        WorkerCount = workers,
        Batcher = new TileBatcherOptions
        {
            RunnerCount = device == InferenceDevice.Cpu ? Environment.ProcessorCount : 2,
        },
    };
}
