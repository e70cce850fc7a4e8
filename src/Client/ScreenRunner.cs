using HcsGrid.Inference;
using HcsGrid.Plates;
using HcsGrid.Runs;
using HcsGrid.Runs.Jobs;
using HcsGrid.Storage;

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
        var (imageStore, runStore) = await OpenAsync(images, output, cancellationToken).ConfigureAwait(false);
        using var loaded = OnnxModel.Load(model, new OnnxModelOptions { Device = device });
        var options = new LocalGridOptions
        {
            WorkerCount = workers,
            Batcher = new TileBatcherOptions { RunnerCount = device == InferenceDevice.Cpu ? Environment.ProcessorCount : 2 },
        };
        return await RunBar.ShowAsync(words, progress => new LocalGrid(options, TimeProvider.System).RunAsync(
            new RunRequest(job, imageStore, runStore, loaded), progress, cancellationToken)).ConfigureAwait(false);
    }

    private static async Task<(IBlobStore Images, IBlobStore Output)> OpenAsync(
        string images, string output, CancellationToken cancellationToken)
    {
        try
        {
            var imageStore = BlobStores.Open(images, new FolderBlobStoreOptions { ReadOnly = true, CreateRoot = false });
            var runStore = BlobStores.Open(output);
            await runStore.EnsureWritableAsync(cancellationToken).ConfigureAwait(false);
            return (imageStore, runStore);
        }
        catch (BlobStoreException error)
        {
            // Before the run starts, a store that cannot be used was named wrongly; later it is a failure.
            throw new ScreenDataException(error.Message, Place.Unknown, error);
        }
    }
}
