namespace HcsGrid.Storage;

/// <summary>
/// The blobs that one reader will want, as it named them to a <see cref="ReadAheadSource"/>.
/// </summary>
/// <remarks>Blobs may be asked for in any order, and others too. Disposing it gives back what was not asked for; no
/// read may go on then.</remarks>
public sealed class ReadAheadPlan : IAsyncDisposable
{
    private readonly ReadAhead _ahead;
    private readonly CancellationTokenSource _end = new();

    internal ReadAheadPlan(ReadAhead ahead, ReadAheadSource source)
    {
        (_ahead, Source) = (ahead, source);
        Ended = _end.Token;
    }

    internal ReadAheadSource Source { get; }

    internal LinkedList<ReadAheadEntry> Entries { get; } = [];

    internal CancellationToken Ended { get; }

    /// <summary>Reads a whole blob into a pooled buffer that the caller disposes.</summary>
    /// <remarks>Errors are the store's.</remarks>
    public Task<BlobContent> ReadAsync(WantedBlob blob, CancellationToken cancellationToken = default) =>
        _ahead.ReadAsync(this, blob, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_end.IsCancellationRequested)
            return;
        await _end.CancelAsync().ConfigureAwait(false);
        await _ahead.EndAsync(this).ConfigureAwait(false);
        _end.Dispose();
    }
}
