namespace HcsGrid.Inference;

/// <summary>
/// A site that is being embedded: which of its tiles have left for the model, and which have come back.
/// </summary>
/// <remarks>Every member but <see cref="Values"/> and <see cref="Tiles"/> is used under the batcher's lock.</remarks>
internal sealed class SiteWork(SiteTiles tiles, int unitCount, int channelCount, int width)
{
    private readonly TaskCompletionSource<SiteEmbeddings> _done = new(
        TaskCreationOptions.RunContinuationsAsynchronously);
    private int _returnedCount;
    private Exception? _failure;

    public SiteTiles Tiles { get; } = tiles;

    /// <summary>Embeddings, shape (units, width); each runner writes only the units it took.</summary>
    public float[] Values { get; } = new float[checked(unitCount * width)];

    public Task<SiteEmbeddings> Done => _done.Task;

    /// <summary>When the site came, as the time provider's timestamp.</summary>
    public long Came { get; set; }

    /// <summary>When the site was let in, as the time provider's timestamp.</summary>
    public long Arrived { get; private set; }

    /// <summary>True from when the site was let in: its tiles count among those that wait.</summary>
    public bool IsLetIn { get; private set; }

    /// <summary>Tiles (or tile-channels) that have left for the model.</summary>
    public int TakenCount { get; private set; }

    public int WaitingCount => unitCount - TakenCount;

    /// <summary>Lets the site in; false where it was given up before.</summary>
    public bool TryLetIn(long now)
    {
        if (Done.IsCompleted)
            return false;
        Arrived = now;
        IsLetIn = true;
        return true;
    }

    public void Take(int count) => TakenCount += count;

    /// <summary>Takes back units that came from the model, or failed there; completes the site at the last.</summary>
    public void Return(int count, Exception? failure)
    {
        _returnedCount += count;
        _failure ??= failure;
        if (_returnedCount < TakenCount || (WaitingCount > 0 && _failure is null))
            return;
        if (_failure is OperationCanceledException canceled)
            _done.TrySetCanceled(canceled.CancellationToken);
        else if (_failure is { } error)
            _done.TrySetException(error);
        else
            _done.TrySetResult(new SiteEmbeddings(Tiles.Grid.Count, channelCount, width, Values));
    }

    /// <summary>Gives up the units that have not left yet; the site ends when those at the model are back.</summary>
    /// <returns>How many units no longer wait.</returns>
    public int Abandon(Exception failure)
    {
        var dropped = WaitingCount;
        TakenCount = unitCount;
        _returnedCount += dropped;
        Return(0, failure);
        return dropped;
    }
}
