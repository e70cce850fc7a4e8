namespace HcsGrid.Grains;

/// <summary>
/// Where models are that work, as this silo was told last, and how much may be on its way to each.
/// </summary>
/// <remarks>
/// <para>Credits: at most as many bytes of pixels are on their way from this silo to a model's silo as that silo
/// grants, and one batch in any case; who has none waits, in the order of arrival. So a slow model slows the readers
/// down, and the memory of arriving batches is bounded. Bytes are what counts, not batches: wells of few tiles send
/// small batches, of which many are needed to fill the model's.</para>
/// <para>A place to which a call failed gets nothing for a while. Safe to use from any thread.</para>
/// </remarks>
internal sealed class InferenceDirectory(GrainsOptions options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ModelPlace, InferencePlaceState> _places = [];
    private readonly LinkedList<WaitingBatch> _waiting = [];

    /// <summary>Takes where models are that work.</summary>
    public void Update(IReadOnlyCollection<ModelPlace> places)
    {
        lock (_gate)
        {
            foreach (var gone in _places.Keys.Except(places).ToArray())
                _places.Remove(gone);
            foreach (var place in places)
                _places.TryAdd(place, new InferencePlaceState());
            Serve();
        }
    }

    /// <summary>Waits for a credit; of several places the one with the most left.</summary>
    /// <exception cref="ModelFailedException">No place had a credit for as long as is waited.</exception>
    public async Task<InferenceLease> AcquireAsync(
        string modelSha256, int byteCount, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var lease = new TaskCompletionSource<InferenceLease>(TaskCreationOptions.RunContinuationsAsynchronously);
        LinkedListNode<WaitingBatch> node;
        lock (_gate)
        {
            node = _waiting.AddLast(new WaitingBatch(modelSha256, byteCount, lease));
            Serve();
        }

        try
        {
            while (true)
            {
                try
                {
                    var got = await lease.Task.WaitAsync(options.ModelPatience, time, cancellationToken)
                        .ConfigureAwait(false);
                    GrainsInstruments.BatchWait.Record(time.GetElapsedTime(began).TotalSeconds);
                    return got;
                }
                catch (TimeoutException) when (IsAnywhere(modelSha256))
                {
                    // The model is only slow: its tiles wait on.
                }
            }
        }
        catch (TimeoutException error)
        {
            GiveUp(node);
            throw new ModelFailedException(
                $"No silo had the model {modelSha256} for {options.ModelPatience} (ModelPatience).", error);
        }
        catch
        {
            GiveUp(node);
            throw;
        }
    }

    /// <summary>Gives a credit back after an answer.</summary>
    public void Return(InferenceLease lease, long window)
    {
        lock (_gate)
        {
            if (!_places.TryGetValue(lease.Place, out var place))
                return;
            place.InFlight -= lease.ByteCount;
            place.Window = window;
            Serve();
        }
    }

    /// <summary>Gives a credit back after a call failed: nothing is sent there for a while.</summary>
    public void Suspend(InferenceLease lease)
    {
        lock (_gate)
        {
            if (!_places.TryGetValue(lease.Place, out var place))
                return;
            place.InFlight -= lease.ByteCount;
            place.Window = 0;
            place.SuspendedUntil = time.GetTimestamp() +
                (long)(options.HeartbeatPatience.TotalSeconds * time.TimestampFrequency);
            Serve();
        }
    }

    private bool IsAnywhere(string modelSha256)
    {
        lock (_gate)
            return _places.Any(p => p.Key.ModelSha256 == modelSha256 && p.Value.SuspendedUntil <= time.GetTimestamp());
    }

    private void GiveUp(LinkedListNode<WaitingBatch> node)
    {
        var lease = node.Value.Lease;
        lock (_gate)
        {
            if (node.List is not null)
                _waiting.Remove(node);
            if (!lease.TrySetCanceled() && _places.TryGetValue(lease.Task.Result.Place, out var place))
            {
                place.InFlight -= node.Value.ByteCount;
                Serve();
            }
        }
    }

    /// <summary>Gives credits to those who wait: nobody before one who came earlier for the same model. Under the
    /// lock.</summary>
    private void Serve()
    {
        var now = time.GetTimestamp();
        var full = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var node = _waiting.First; node is not null;)
        {
            var (next, batch) = (node.Next, node.Value);
            if (!full.Contains(batch.ModelSha256))
            {
                ModelPlace[] best = [.. _places
                    .Where(p => p.Key.ModelSha256 == batch.ModelSha256 && p.Value.SuspendedUntil <= now &&
                        p.Value.HasRoom(batch.ByteCount))
                    .OrderByDescending(p => p.Value.Window - p.Value.InFlight).Select(p => p.Key).Take(1)];
                if (best is [var place])
                {
                    _places[place].InFlight += batch.ByteCount;
                    _waiting.Remove(node);
                    batch.Lease.TrySetResult(new InferenceLease(place, batch.ByteCount));
                }
                else
                {
                    full.Add(batch.ModelSha256);
                }
            }

            node = next;
        }
    }
}
