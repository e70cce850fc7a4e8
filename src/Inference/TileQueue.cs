namespace HcsGrid.Inference;

/// <summary>
/// What a <see cref="TileBatcher"/> decides: which sites are let in, when a batch leaves, and what is in it. Pure but
/// for the clock it is given: no threads, no model.
/// </summary>
/// <remarks>Not safe for several threads at once: the batcher holds a lock. Sites are let in and served in the order of
/// arrival; while <c>maxWaitingTiles</c> tiles wait, no further site is let in.</remarks>
internal sealed class TileQueue(int batchSize, int maxWaitingTiles, TimeSpan maxWait, TimeProvider time)
{
    private readonly Queue<SiteWork> _waiting = new();
    private readonly Queue<SiteWork> _heldBack = new();
    private int _waitingCount;

    /// <summary>What has left so far.</summary>
    public TileBatcherCounts Counts { get; private set; }

    /// <summary>What waits just now.</summary>
    public TileBatcherPressure Pressure => new(_waitingCount, _heldBack.Count(s => !s.Done.IsCompleted));

    /// <summary>How long the oldest tile that waits for a batch has waited since its site came, the time included
    /// for which the site was held back; 0 where none waits.</summary>
    public TimeSpan OldestWait => _waitingCount > 0 ? time.GetElapsedTime(Oldest.Came) : TimeSpan.Zero;

    /// <summary>True where a batch may leave: a full one, or one whose oldest tile has waited long enough.</summary>
    public bool IsBatchDue => _waitingCount >= batchSize || (_waitingCount > 0 && TimeLeft <= TimeSpan.Zero);

    /// <summary>How long until a batch that is not full may leave; null where none waits or one is due.</summary>
    public TimeSpan? TimeToWait =>
        _waitingCount > 0 && _waitingCount < batchSize && TimeLeft is var left && left > TimeSpan.Zero ? left : null;

    /// <summary>How long the oldest waiting tile may still wait; where a tile waits.</summary>
    private TimeSpan TimeLeft => maxWait - time.GetElapsedTime(Oldest.Arrived);

    /// <summary>The site of the oldest waiting tile; where a tile waits.</summary>
    private SiteWork Oldest
    {
        get
        {
            // Those that were given up stand in the queue until their turn.
            foreach (var site in _waiting)
            {
                if (site.WaitingCount > 0)
                    return site;
            }

            throw new InvalidOperationException($"{_waitingCount} tiles wait, and no site has one.");
        }
    }

    /// <summary>Takes a site; it is held back until there is room.</summary>
    public void Add(SiteWork site)
    {
        site.Came = time.GetTimestamp();
        _heldBack.Enqueue(site);
        LetIn();
    }

    /// <summary>Gives up what a site has waiting.</summary>
    public void Abandon(SiteWork site, Exception failure)
    {
        GiveUp(site, failure);
        LetIn();
    }

    /// <summary>Gives up every site.</summary>
    public void Clear(Exception failure)
    {
        foreach (var site in _waiting.Concat(_heldBack))
            site.Abandon(failure);
        _waiting.Clear();
        _heldBack.Clear();
        _waitingCount = 0;
    }

    /// <summary>Takes the tiles of the next batch, oldest first.</summary>
    public void TakeBatch(List<TileSpan> batch)
    {
        batch.Clear();
        var room = batchSize;
        while (room > 0 && _waiting.TryPeek(out var site))
        {
            var count = Math.Min(room, site.WaitingCount);
            if (count > 0)
                batch.Add(new TileSpan(site, site.TakenCount, count));
            site.Take(count);
            room -= count;
            if (site.WaitingCount == 0)
                _waiting.Dequeue();
        }

        _waitingCount -= batchSize - room;
        Counts = Counts.WithBatch(batchSize - room, room);
        LetIn();
    }

    /// <summary>Takes a batch back from the model. A failed run fails the sites that had tiles in it.</summary>
    public void Return(List<TileSpan> batch, Exception? failure)
    {
        foreach (var span in batch)
            span.Site.Return(span.Count, failure);
        if (failure is null)
            return;
        foreach (var span in batch)
            GiveUp(span.Site, failure);
        LetIn();
    }

    private void GiveUp(SiteWork site, Exception failure)
    {
        var dropped = site.Abandon(failure);
        if (site.IsLetIn)
            _waitingCount -= dropped;
    }

    /// <summary>Lets held-back sites in, in the order of arrival, while there is room.</summary>
    private void LetIn()
    {
        while (_waitingCount < maxWaitingTiles && _heldBack.TryDequeue(out var site))
        {
            // One that was cancelled while it was held back gives its turn to the next.
            if (!site.TryLetIn(time.GetTimestamp()))
                continue;
            _waiting.Enqueue(site);
            _waitingCount += site.WaitingCount;
        }
    }
}
