using HcsGrid.Plates;
using HcsGrid.Runs.Jobs;
using HcsGrid.Storage;

namespace HcsGrid.Client;

/// <summary>
/// Opens the stores that a command names. One that cannot be used was named wrongly; what fails later is a failure.
/// </summary>
internal static class StoreFolder
{
    /// <summary>Where a job's images lie: as the job says, relative to its file, unless the command says
    /// otherwise.</summary>
    public static string ImagesOf(ScreenJob job, string jobPath, string? instead) =>
        instead ?? (job.Images.Store.StartsWith("file:", StringComparison.OrdinalIgnoreCase)
            ? job.Images.Store
            : Path.Combine(Path.GetDirectoryName(Path.GetFullPath(jobPath))!, job.Images.Store));

    /// <exception cref="ScreenDataException">The store is not there.</exception>
    public static IBlobStore OpenToRead(string address) =>
        Open(address, new FolderBlobStoreOptions { ReadOnly = true, CreateRoot = false });

    /// <exception cref="ScreenDataException">The store is not there or cannot be written.</exception>
    public static async Task<IBlobStore> OpenToWriteAsync(string address, bool create,
        CancellationToken cancellationToken)
    {
        var store = Open(address, new FolderBlobStoreOptions { CreateRoot = create });
        try
        {
            await store.EnsureWritableAsync(cancellationToken).ConfigureAwait(false);
            return store;
        }
        catch (BlobStoreException error)
        {
            throw new ScreenDataException(error.Message, Place.Unknown, error);
        }
    }

    private static IBlobStore Open(string address, FolderBlobStoreOptions options)
    {
        try
        {
            return BlobStores.Open(address, options);
        }
        catch (BlobStoreException error)
        {
            throw new ScreenDataException(error.Message, Place.Unknown, error);
        }
    }
}
