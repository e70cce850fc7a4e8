using HcsGrid.Storage;

namespace HcsGrid.Web;

/// <summary>
/// A host is ready when its store can be written.
/// </summary>
public sealed class StoreReadiness(IBlobStore store) : IReadinessCheck
{
    public string Name => "store";

    public async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            await store.EnsureWritableAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (BlobStoreException error)
        {
            return error.Message;
        }
    }
}
