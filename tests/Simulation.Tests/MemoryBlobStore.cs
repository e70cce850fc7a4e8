using System.Collections.Concurrent;
using HcsGrid.Storage;

namespace HcsGrid.Simulation.Tests;

/// <summary>
/// A store in memory that takes what a screen writes.
/// </summary>
/// <remarks>
/// The first images are taken only when <paramref name="togetherCount"/> of them are waiting: a proof that so many
/// workers write at once.
/// </remarks>
internal sealed class MemoryBlobStore(int togetherCount = 1) : IBlobStore
{
    private readonly TaskCompletionSource _together = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _imageCount;

    public ConcurrentDictionary<string, byte[]> Blobs { get; } = new(StringComparer.Ordinal);

    public string Location => "memory";

    public string TextOf(string key) => System.Text.Encoding.UTF8.GetString(Blobs[key]);

    public async Task PutAsync(
        BlobKey key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Blobs[key.Text] = content.ToArray();
        if (!key.Text.StartsWith("images/", StringComparison.Ordinal))
            return;
        if (Interlocked.Increment(ref _imageCount) == togetherCount)
            _together.SetResult();
        await _together.Task.WaitAsync(TimeSpan.FromSeconds(60), cancellationToken);
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

    public IAsyncEnumerable<BlobInfo> ListAsync(string prefix, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<bool> PutIfAbsentAsync(
        BlobKey key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<bool> DeleteAsync(BlobKey key, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();
}
