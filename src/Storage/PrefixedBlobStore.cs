using System.Runtime.CompilerServices;
using HcsGrid.Plates;

namespace HcsGrid.Storage;

/// <summary>
/// The part of a store whose keys begin with a folder, as a store of its own: a run among the runs of a facility.
/// </summary>
/// <remarks>Its keys are those of the whole store without the folder and its slash. It promises what the store below
/// promises, and a key cannot leave the folder any more than it can leave a store.</remarks>
public sealed class PrefixedBlobStore(IBlobStore store, BlobKey folder) : IBlobStore
{
    private readonly string _prefix = $"{folder}/";

    public string Location { get; } = $"{store.Location.TrimEnd('/')}/{folder}";

    public bool IsRemote => store.IsRemote;

    public async Task<BlobInfo?> FindAsync(BlobKey key, CancellationToken cancellationToken = default) =>
        await store.FindAsync(folder / key.Text, cancellationToken).ConfigureAwait(false) is { } found
            ? found with { Key = key }
            : null;

    public Task<BlobContent> ReadAsync(BlobKey key, long maxLength, CancellationToken cancellationToken = default) =>
        Named(key, () => store.ReadAsync(folder / key.Text, maxLength, cancellationToken));

    public Task<int> ReadRangeAsync(
        BlobKey key, long offset, Memory<byte> destination, CancellationToken cancellationToken = default) =>
        Named(key, () => store.ReadRangeAsync(folder / key.Text, offset, destination, cancellationToken));

    public Task<Stream> OpenReadAsync(BlobKey key, CancellationToken cancellationToken = default) =>
        Named(key, () => store.OpenReadAsync(folder / key.Text, cancellationToken));

    public async IAsyncEnumerable<BlobInfo> ListAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // A prefix such as ../ is refused by the store below as the key would be.
        await foreach (var blob in store.ListAsync(_prefix + prefix, cancellationToken).ConfigureAwait(false))
            yield return blob with { Key = new BlobKey(blob.Key.Text[_prefix.Length..]) };
    }

    public Task PutAsync(BlobKey key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        store.PutAsync(folder / key.Text, content, cancellationToken);

    public Task<bool> PutIfAbsentAsync(
        BlobKey key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        store.PutIfAbsentAsync(folder / key.Text, content, cancellationToken);

    public Task<bool> DeleteAsync(BlobKey key, CancellationToken cancellationToken = default) =>
        store.DeleteAsync(folder / key.Text, cancellationToken);

    /// <summary>What is missing or cannot be read is so under this store's key.</summary>
    private async Task<T> Named<T>(BlobKey key, Func<Task<T>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (BlobNotFoundException error)
        {
            throw new BlobNotFoundException(key, Location, error);
        }
        catch (ScreenDataException error) when (error.Place.Blob == (folder / key.Text).Text)
        {
            throw new ScreenDataException(error.Reason, error.Place with { Blob = key.Text }, error);
        }
    }
}
