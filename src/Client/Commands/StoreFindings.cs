using HcsGrid.Plates;
using HcsGrid.Storage;
using HcsGrid.Storage.Azure;

namespace HcsGrid.Client.Commands;

/// <summary>
/// Tells whether a store that <c>hcsgrid doctor</c> was named can be read, and whether it can be written.
/// </summary>
internal static class StoreFindings
{
    /// <summary>Lists the store's first blob, and puts and deletes a probe. Neither creates a missing folder or
    /// container.</summary>
    public static async Task<DoctorFinding[]> CheckAsync(string address, CancellationToken cancellationToken)
    {
        var shown = BlobStores.WithoutSecrets(address);
        return
        [
            await TryAsync($"read {shown}", async store =>
            {
                await foreach (var blob in store.ListAsync("", cancellationToken).ConfigureAwait(false))
                    return $"can be read; its first blob is {blob.Key}, {blob.Length} bytes";
                return "can be read; it is empty";
            }).ConfigureAwait(false),
            await TryAsync($"write {shown}", async store =>
            {
                await store.EnsureWritableAsync(cancellationToken).ConfigureAwait(false);
                return "can be written";
            }).ConfigureAwait(false),
        ];

        async Task<DoctorFinding> TryAsync(string part, Func<IBlobStore, Task<string>> check)
        {
            try
            {
                var store = BlobStores.Open(
                    address, new FolderBlobStoreOptions { CreateRoot = false }, new AzureBlobStoreOptions());
                return new DoctorFinding(part, true, await check(store).ConfigureAwait(false));
            }
            catch (Exception error) when (error is ScreenDataException or BlobStoreException)
            {
                return new DoctorFinding(part, false, error.Message);
            }
        }
    }
}
