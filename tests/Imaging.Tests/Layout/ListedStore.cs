using System.Runtime.CompilerServices;
using HcsGrid.Storage;

namespace HcsGrid.Imaging.Tests.Layout;

/// <summary>
/// A store that can only be listed, in the order in which the keys were given.
/// </summary>
internal sealed class ListedStore(params IEnumerable<string> keys) : IBlobStore
{
    public string Location => "a made-up store";

    public async IAsyncEnumerable<BlobInfo> ListAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var key in keys)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
            yield return new BlobInfo(new BlobKey(key), 1);
        }
    }

    public Task<BlobInfo?> FindAsync(BlobKey key, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<BlobContent> ReadAsync(BlobKey key, long maxLength, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<int> ReadRangeAsync(
        BlobKey key, long offset, Memory<byte> destination, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<Stream> OpenReadAsync(BlobKey key, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task PutAsync(BlobKey key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<bool> PutIfAbsentAsync(
        BlobKey key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<bool> DeleteAsync(BlobKey key, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();
}
