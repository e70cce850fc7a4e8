using HcsGrid.Plates;
using HcsGrid.Runs.Jobs;
using HcsGrid.Storage;
using HcsGrid.Storage.Azure;

namespace HcsGrid.Client;

/// <summary>
/// Opens the stores that a command names. One that cannot be used was named wrongly; what fails later is a failure.
/// </summary>
internal static class StoreFolder
{
    /// <summary>Where a job's images lie: as the job says, relative to its file, unless the command says
    /// otherwise.</summary>
    public static string ImagesOf(ScreenJob job, string jobPath, string? instead) =>
        instead ?? (BlobStores.IsUrl(job.Images.Store)
            ? job.Images.Store
            : Path.Combine(Path.GetDirectoryName(Path.GetFullPath(jobPath))!, job.Images.Store));

    /// <exception cref="ScreenDataException">The store is not there.</exception>
    public static IBlobStore OpenToRead(string address) =>
        Open(
            address, new FolderBlobStoreOptions { ReadOnly = true, CreateRoot = false },
            new AzureBlobStoreOptions { ReadOnly = true });

    /// <exception cref="ScreenDataException">The store is not there or cannot be written.</exception>
    public static async Task<IBlobStore> OpenToWriteAsync(string address, bool create,
        CancellationToken cancellationToken)
    {
        var store = Open(
            address, new FolderBlobStoreOptions { CreateRoot = create },
            new AzureBlobStoreOptions { CreateContainer = create });
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

    /// <summary>A blob's path or address below a store's, as the command named it, without secrets.</summary>
    public static string Below(string address, BlobKey key) => BlobStores.IsUrl(address)
        ? $"{BlobStores.WithoutSecrets(address).TrimEnd('/')}/{key}"
        : Path.Combine(address, key.Text);

    private static IBlobStore Open(string address, FolderBlobStoreOptions folder, AzureBlobStoreOptions azure)
    {
        try
        {
            return BlobStores.Open(address, folder, azure);
        }
        catch (BlobStoreException error)
        {
            throw new ScreenDataException(error.Message, Place.Unknown, error);
        }
    }
}
