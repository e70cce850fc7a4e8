using HcsGrid.Inference.Tests;
using HcsGrid.Storage;
using HcsGrid.Tests;

namespace HcsGrid.Runs.Tests;

/// <summary>
/// A store in memory that counts as far away: a test knows what is read from it ahead, and can hold that.
/// </summary>
/// <remarks>What is read ahead shows by the bytes that were set aside for it, <see cref="LengthAhead"/>.</remarks>
internal sealed class FarBlobStore(MemoryBlobStore blobs) : IBlobStore
{
    public const int ExpectedBytes = 4096;
    private readonly TaskCompletionSource _letGo = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly List<string> _ahead = [];
    private int _aheadCount;

    public string Location => "far away";

    public bool IsRemote => true;

    /// <summary>Blobs of which a read ahead was begun.</summary>
    public int AheadCount => Volatile.Read(ref _aheadCount);

    /// <summary>The blobs of which a read ahead was begun, in the order of their beginning.</summary>
    public string[] AheadKeys
    {
        get
        {
            lock (_gate)
                return [.. _ahead];
        }
    }

    /// <summary>The bytes that are set aside for a blob.</summary>
    public int LengthAhead { get; init; } = ExpectedBytes;

    /// <summary>Whether reads ahead wait until they are let go.</summary>
    public bool HoldsAhead { get; init; }

    /// <summary>So many reads ahead are waited for.</summary>
    public int AwaitedCount { get; init; }

    /// <summary>Waits until as many reads ahead have begun.</summary>
    public Task HasBegunAsync() => _reached.Task.WaitAsync(FakeModel.Patience);

    public void LetGo() => _letGo.TrySetResult();

    public async Task<BlobContent> ReadAsync(
        BlobKey key, long maxLength, CancellationToken cancellationToken = default)
    {
        if (maxLength == LengthAhead)
        {
            lock (_gate)
                _ahead.Add(key.Text);
            if (Interlocked.Increment(ref _aheadCount) == AwaitedCount)
                _reached.TrySetResult();
            if (HoldsAhead)
                await _letGo.Task.WaitAsync(FakeModel.Patience, cancellationToken);
        }

        return await blobs.ReadAsync(key, maxLength, cancellationToken);
    }

    public Task<BlobInfo?> FindAsync(BlobKey key, CancellationToken cancellationToken = default) =>
        blobs.FindAsync(key, cancellationToken);

    public Task<int> ReadRangeAsync(
        BlobKey key, long offset, Memory<byte> destination, CancellationToken cancellationToken = default) =>
        blobs.ReadRangeAsync(key, offset, destination, cancellationToken);

    public Task<Stream> OpenReadAsync(BlobKey key, CancellationToken cancellationToken = default) =>
        blobs.OpenReadAsync(key, cancellationToken);

    public IAsyncEnumerable<BlobInfo> ListAsync(string prefix, CancellationToken cancellationToken = default) =>
        blobs.ListAsync(prefix, cancellationToken);

    public Task PutAsync(BlobKey key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        blobs.PutAsync(key, content, cancellationToken);

    public Task<bool> PutIfAbsentAsync(
        BlobKey key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        blobs.PutIfAbsentAsync(key, content, cancellationToken);

    public Task<bool> DeleteAsync(BlobKey key, CancellationToken cancellationToken = default) =>
        blobs.DeleteAsync(key, cancellationToken);
}
