using HcsGrid.Inference;
using HcsGrid.Runs;
using HcsGrid.Runs.Jobs;

namespace HcsGrid.Client;

/// <summary>
/// Opens what a job needs, stores and model, and runs it in this process while its progress is shown; then shows what
/// came of it.
/// </summary>
internal static class ScreenRunner
{
    /// <summary>Runs a job.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(
        ScreenJob job, string images, string output, int workers, InferenceDevice device, Output words,
        CancellationToken cancellationToken)
    {
        var model = ModelCatalog.Default.Find(job.Model);
        var imageStore = StoreFolder.OpenToRead(images);
        var runStore = await StoreFolder.OpenToWriteAsync(output, create: true, cancellationToken)
            .ConfigureAwait(false);
        using var loaded = OnnxModel.Load(model, new OnnxModelOptions { Device = device });
        var options = OptionsOf(workers, device);
        var outcome = await RunBar.ShowAsync(words, progress => new LocalGrid(options, TimeProvider.System).RunAsync(
            new RunRequest(job, imageStore, runStore, loaded), progress, cancellationToken)).ConfigureAwait(false);
        if (words.IsJson)
            Output.WriteJson(RunDocument.Of(outcome));
        else
            RunTable.Write(words, outcome, output);
        return outcome.Summary.Problems.Count > 0 ? ExitCode.DoneWithProblems : ExitCode.Done;
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
