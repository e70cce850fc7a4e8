namespace HcsGrid.Storage;

/// <summary>
/// Reads the blobs that will be wanted next before they are asked for, within one budget of bytes that all readers of
/// all stores share: a process has one.
/// </summary>
/// <remarks>
/// <para>Blobs are read in the order in which plans named them, when the budget has room for one more. Nobody
/// waits for the budget: a blob that is asked for before its turn came is read at once, as without read-ahead.</para>
/// <para>How long a blob is shows only when it is read: the longest so far of its source is set aside for each, and
/// what is not needed goes back. A longer blob is not read ahead, so the budget is never exceeded. A source whose blobs
/// may be longer than the whole budget is not read ahead any more, and holds nobody up.</para>
/// <para>A read ahead that fails is forgotten; the blob is read again when it is asked for, and tells its error then.
/// </para>
/// </remarks>
public sealed class ReadAhead
{
    private readonly ReadAheadOptions _options;
    private readonly Lock _gate = new();
    private readonly LinkedList<ReadAheadEntry> _waiting = [];
    private long _heldBytes;
    private int _readCount;

    /// <exception cref="ArgumentException">A bound makes no sense; the message names it.</exception>
    public ReadAhead(ReadAheadOptions options)
    {
        options.Validate();
        _options = options;
    }

    /// <summary>The bytes that are read ahead now, or set aside for reads that go on.</summary>
    public long HeldBytes
    {
        get
        {
            lock (_gate)
                return _heldBytes;
        }
    }

    /// <summary>Blobs of a store of which the long ones are about as long as each other, such as the images of a job
    /// and the small files that belong to them.</summary>
    public ReadAheadSource Of(IBlobStore store) => new(this, store, _options.ExpectedBytes);

    internal ReadAheadPlan Begin(ReadAheadSource source, IEnumerable<WantedBlob> blobs)
    {
        var plan = new ReadAheadPlan(this, source);
        lock (_gate)
        {
            foreach (var blob in blobs)
            {
                var entry = new ReadAheadEntry(plan, blob);
                plan.Entries.AddLast(entry);
                _waiting.AddLast(entry);
            }

            Pump();
        }

        return plan;
    }

    /// <summary>Reads a blob, by what was read ahead where that is there.</summary>
    internal async Task<BlobContent> ReadAsync(
        ReadAheadPlan plan, WantedBlob blob, CancellationToken cancellationToken)
    {
        // What was read ahead already would answer a caller that has been cancelled.
        cancellationToken.ThrowIfCancellationRequested();
        ReadAheadEntry? entry;
        lock (_gate)
        {
            entry = plan.Entries.FirstOrDefault(e => e.Blob == blob);
            if (entry is { Read: null })
            {
                plan.Entries.Remove(entry);
                _waiting.Remove(entry);
            }
        }

        if (entry?.Read is { } reading)
        {
            // Who is cancelled here leaves the entry to the plan's end.
            var ahead = await reading.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (Take(entry) && ahead is not null)
                return ahead;
        }

        var content = await plan.Source.Store.ReadAsync(blob.Key, blob.MaxLength, cancellationToken)
            .ConfigureAwait(false);
        lock (_gate)
            plan.Source.ExpectedBytes = Math.Max(plan.Source.ExpectedBytes, content.Bytes.Length);
        return content;
    }

    /// <summary>Ends a plan's reads and gives all that it holds back.</summary>
    internal async Task EndAsync(ReadAheadPlan plan)
    {
        ReadAheadEntry[] left;
        lock (_gate)
        {
            left = [.. plan.Entries];
            foreach (var entry in left.Where(e => e.Read is null))
            {
                plan.Entries.Remove(entry);
                _waiting.Remove(entry);
            }
        }

        foreach (var entry in left.Where(e => e.Read is not null))
        {
            var content = await entry.Read!.ConfigureAwait(false);
            if (Take(entry))
                content?.Dispose();
        }
    }

    // True for the one who gets what the entry read.
    private bool Take(ReadAheadEntry entry)
    {
        lock (_gate)
        {
            if (!entry.Plan.Entries.Remove(entry))
                return false;
            _heldBytes -= entry.HeldBytes;
            Pump();
            return true;
        }
    }

    private void Pump()
    {
        while (_waiting.First is { Value: var entry } && _readCount < _options.MaxReadCount)
        {
            var expected = entry.Plan.Source.ExpectedBytes;
            if (expected <= _options.MaxBytes && _heldBytes + expected > _options.MaxBytes)
                return;
            _waiting.RemoveFirst();

            // One that never fits is read when it is asked for; those behind it need not wait for that.
            if (expected > _options.MaxBytes)
                continue;
            _readCount++;
            entry.HeldBytes = expected;
            _heldBytes += expected;
            entry.Read = Task.Run(() => FetchAsync(entry, expected));
        }
    }

    private async Task<BlobContent?> FetchAsync(ReadAheadEntry entry, long reservedBytes)
    {
        BlobContent? content = null;
        try
        {
            content = await entry.Plan.Source.Store.ReadAsync(
                entry.Blob.Key, Math.Min(reservedBytes, entry.Blob.MaxLength), entry.Plan.Ended).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever it is, the read that the blob is asked for by tells it.
        catch (Exception)
#pragma warning restore CA1031
        {
            // Read again when it is asked for.
        }

        lock (_gate)
        {
            entry.HeldBytes = content?.Bytes.Length ?? 0;
            _heldBytes += entry.HeldBytes - reservedBytes;
            _readCount--;
            Pump();
        }

        return content;
    }
}
