namespace HcsGrid.Storage;

/// <summary>
/// Asks a store, before any work is done, whether it can be written.
/// </summary>
public static class BlobStoreProbe
{
    /// <summary>The probe's name; it is gone when the check returns.</summary>
    public static readonly BlobKey Key = new(".hcsgrid-probe");

    /// <summary>Puts a small blob and deletes it.</summary>
    /// <remarks>May repeat, also from several processes at once.</remarks>
    /// <exception cref="BlobStoreException">The store cannot be written; the message says why.</exception>
    public static async Task EnsureWritableAsync(this IBlobStore store, CancellationToken cancellationToken = default)
    {
        await store.PutAsync(Key, "probe"u8.ToArray(), cancellationToken).ConfigureAwait(false);
        await store.DeleteAsync(Key, cancellationToken).ConfigureAwait(false);
    }
}
