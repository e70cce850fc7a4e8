using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using HcsGrid.Plates;
using HcsGrid.Storage;

namespace HcsGrid.Tests;

/// <summary>
/// A store in memory, in which a test can hold, count and break what is done.
/// </summary>
internal sealed class MemoryBlobStore : IBlobStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, byte[]> _blobs = new(StringComparer.Ordinal);

    public string Location => "memory";

    /// <summary>Keys in the order in which they are listed, in place of the ordinal one that a store
    /// promises.</summary>
    public IReadOnlyList<string>? ListingOrder { get; init; }

    /// <summary>Called before every read, with the key; may throw.</summary>
    public Action<string> OnRead { get; set; } = _ => { };

    /// <summary>Called before every put and delete, with the key; may throw.</summary>
    public Action<string> OnWrite { get; set; } = _ => { };

    /// <summary>Awaited after every put, with the key.</summary>
    public Func<string, CancellationToken, Task> AfterPut { get; set; } = (_, _) => Task.CompletedTask;

    public string[] Keys
    {
        get
        {
            lock (_gate)
                return [.. _blobs.Keys];
        }
    }

    public byte[] this[string key]
    {
        get
        {
            lock (_gate)
                return _blobs[key];
        }

        set
        {
            lock (_gate)
                _blobs[key] = value;
        }
    }

    public string TextOf(string key) => Encoding.UTF8.GetString(this[key]);

    public void Put(string key, string text) => this[key] = Encoding.UTF8.GetBytes(text);

    public bool Remove(string key)
    {
        lock (_gate)
            return _blobs.Remove(key);
    }

    /// <summary>A store with the same blobs.</summary>
    public MemoryBlobStore Copy()
    {
        var copy = new MemoryBlobStore();
        foreach (var key in Keys)
            copy[key] = this[key];
        return copy;
    }

    public Task<BlobInfo?> FindAsync(BlobKey key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return Task.FromResult(
                _blobs.TryGetValue(key.Text, out var blob) ? (BlobInfo?)new BlobInfo(key, blob.Length) : null);
        }
    }

    public async Task<BlobContent> ReadAsync(BlobKey key, long maxLength, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Task.Yield();
        OnRead(key.Text);
        lock (_gate)
        {
            if (!_blobs.TryGetValue(key.Text, out var blob))
                throw new BlobNotFoundException(key, Location);
            if (blob.Length > maxLength)
                throw new ScreenDataException($"The blob is longer than {maxLength}", new Place { Blob = key.Text });
            var pooled = ArrayPool<byte>.Shared.Rent(blob.Length);
            blob.CopyTo(pooled, 0);
            return new BlobContent(pooled, blob.Length);
        }
    }

    public async IAsyncEnumerable<BlobInfo> ListAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var key in (ListingOrder ?? Keys).Where(k => k.StartsWith(prefix, StringComparison.Ordinal)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
            if (await FindAsync(new BlobKey(key), cancellationToken) is { } info)
                yield return info;
        }
    }

    public async Task PutAsync(BlobKey key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Task.Yield();
        OnWrite(key.Text);
        this[key.Text] = content.ToArray();
        await AfterPut(key.Text, cancellationToken);
    }

    public Task<bool> PutIfAbsentAsync(
        BlobKey key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        OnWrite(key.Text);
        lock (_gate)
            return Task.FromResult(_blobs.TryAdd(key.Text, content.ToArray()));
    }

    public Task<bool> DeleteAsync(BlobKey key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        OnWrite(key.Text);
        return Task.FromResult(Remove(key.Text));
    }

    public Task<int> ReadRangeAsync(
        BlobKey key, long offset, Memory<byte> destination, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<Stream> OpenReadAsync(BlobKey key, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();
}
