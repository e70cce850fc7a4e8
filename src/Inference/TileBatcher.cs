using HcsGrid.Imaging;
using HcsGrid.Plates;

namespace HcsGrid.Inference;

/// <summary>
/// Gathers the tiles of all wells into batches of the model's one shape and hands the embeddings back.
/// </summary>
/// <remarks>
/// <para>One batcher serves all wells and plates of a process: that keeps the model busy. A batch leaves when it is
/// full, or when its oldest tile has waited <see cref="TileBatcherOptions.MaxWait"/>; then it is padded with zeros, so
/// that the model only ever sees one shape and a tile's embedding does not depend on its neighbours.</para>
/// <para>When <see cref="TileBatcherOptions.MaxWaitingTiles"/> tiles wait, <see cref="EmbedAsync"/> holds its caller
/// back until there is room: back-pressure runs to the readers. Sites are let in and served in the order of
/// arrival.</para>
/// <para>A failed run fails the sites that had tiles in it, and no others. Tiles are cut from the planes by the model's
/// threads straight into the model's input: there is no copy between.</para>
/// </remarks>
public sealed class TileBatcher : ITileEmbedder, IAsyncDisposable
{
    private readonly ITileModel _model;
    private readonly object _gate = new();
    private readonly TileQueue _queue;
    private readonly List<Task> _runners = [];
    private readonly ITimer _timer;
    private readonly int _width;
    private bool _closed;

    public TileBatcher(ITileModel model, TileBatcherOptions options, TimeProvider time)
    {
        options.Validate();
        _model = model;
        _queue = new TileQueue(model.Card.BatchSize, options.MaxWaitingTiles, options.MaxWait, time);
        _width = model.Card.RequireTileOutputLength();
        if (model.Card.Input.WidthPixels != model.Card.Input.HeightPixels)
        {
            throw new ScreenDataException(
                $"The model {model.Card.Name} takes tiles of {model.Card.Input.WidthPixels} × " +
                $"{model.Card.Input.HeightPixels} pixels, expected square ones", Place.Unknown);
        }

        _timer = time.CreateTimer(_ => OnTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        foreach (var runner in CreateRunners(model, options.RunnerCount))
        {
            _runners.Add(Task.Factory.StartNew(
                () => RunLoop(runner), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        }
    }

    /// <summary>Side of the tiles that the model takes, in pixels.</summary>
    public int TileSizePixels => _model.Card.Input.WidthPixels;

    /// <summary>What has gone through so far.</summary>
    public TileBatcherCounts Counts
    {
        get
        {
            lock (_gate)
                return _queue.Counts;
        }
    }

    /// <summary>What waits just now.</summary>
    public TileBatcherPressure Pressure
    {
        get
        {
            lock (_gate)
                return _queue.Pressure;
        }
    }

    /// <summary>
    /// How long the oldest tile that waits for a batch has waited since its site came; 0 where none waits.
    /// </summary>
    /// <remarks>Allocates nothing.</remarks>
    public TimeSpan OldestWait
    {
        get
        {
            lock (_gate)
                return _queue.OldestWait;
        }
    }

    /// <summary>Embeds every tile of a site.</summary>
    /// <returns>The embeddings, in the order of the grid's tiles and the site's channels.</returns>
    /// <exception cref="ScreenDataException">The channels do not fit the model, or the model failed.</exception>
    /// <exception cref="ArgumentException">There is not one scale a plane, or the planes differ in size.</exception>
    /// <exception cref="ObjectDisposedException">The batcher was disposed before the model had all tiles.</exception>
    public async Task<SiteEmbeddings> EmbedAsync(SiteTiles site, CancellationToken cancellationToken = default)
    {
        var input = _model.Card.Input;
        if (!input.Channels.EachAlone && site.Planes.Count != input.Channels.PlaneCount)
        {
            throw new ScreenDataException(
                $"The model {_model.Card.Name} takes {input.Channels}, the site has {site.Planes.Count}",
                    Place.Unknown);
        }

        CheckPlanes(site);
        var channelCount = input.Channels.EachAlone ? site.Planes.Count : 1;
        if (site.Grid.Count == 0)
            return new SiteEmbeddings(0, channelCount, _width, []);
        var work = new SiteWork(site, checked(site.Grid.Count * channelCount), channelCount, _width);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            _queue.Add(work);
            Wake();
        }

        using var registration = cancellationToken.Register(
            () => Abandon(work, new OperationCanceledException(cancellationToken)));
        return await work.Done.ConfigureAwait(false);
    }

    /// <summary>Ends the runners; sites still waiting fail.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _closed = true;
            _queue.Clear(new ObjectDisposedException(nameof(TileBatcher)));
            Monitor.PulseAll(_gate);
        }

        await Task.WhenAll(_runners).ConfigureAwait(false);
        await _timer.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Makes all runners, or none.</summary>
    private static List<ITileRunner> CreateRunners(ITileModel model, int count)
    {
        var runners = new List<ITileRunner>();
        try
        {
            while (runners.Count < count)
                runners.Add(model.CreateRunner());
            return runners;
        }
        catch
        {
            foreach (var runner in runners)
                runner.Dispose();
            throw;
        }
    }

    /// <summary>Refuses here what would fail at the model, together with other sites.</summary>
    private static void CheckPlanes(SiteTiles site)
    {
        if (site.Planes.Count == 0 || site.Planes.Count != site.Scales.Count)
        {
            throw new ArgumentException(
                $"The site has {site.Planes.Count} planes and {site.Scales.Count} scales, " +
                "expected one of each a channel.",
                nameof(site));
        }

        var first = site.Planes[0];
        if (site.Planes.Any(p => p.Width != first.Width || p.Height != first.Height))
            throw new ArgumentException("The site's planes differ in size.", nameof(site));
    }

    private void Abandon(SiteWork site, Exception failure)
    {
        lock (_gate)
        {
            _queue.Abandon(site, failure);
            Wake();
        }
    }

    private void OnTimer()
    {
        lock (_gate)
            Wake();
    }

    /// <summary>Wakes runners for a batch that is due, or sets the timer for when it will be. Under the lock.</summary>
    private void Wake()
    {
        if (_queue.TimeToWait is { } left)
            _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), Timeout.InfiniteTimeSpan);

        // Asked after the timer is set: the clock may have moved meanwhile.
        if (_queue.IsBatchDue)
            Monitor.PulseAll(_gate);
    }

    private void RunLoop(ITileRunner runner)
    {
        using var owned = runner;
        var batch = new List<TileSpan>();
        while (TakeBatch(batch))
        {
            Exception? failure = null;
            try
            {
                FillInput(runner.Input, batch);
                runner.Run();
                CopyOutput(runner.Embedding, batch);
            }
            // Whatever ends a run fails the sites in it; a runner that died silently would hang them.
#pragma warning disable CA1031
            catch (Exception error)
#pragma warning restore CA1031
            {
                failure = error;
            }

            lock (_gate)
            {
                _queue.Return(batch, failure);
                Wake();
            }
        }
    }

    private bool TakeBatch(List<TileSpan> batch)
    {
        lock (_gate)
        {
            while (!_closed && !_queue.IsBatchDue)
                Monitor.Wait(_gate);
            if (_closed)
                return false;
            _queue.TakeBatch(batch);
            Wake();
            return true;
        }
    }

    private void FillInput(Span<float> input, List<TileSpan> batch)
    {
        var card = _model.Card.Input;
        var planeLength = card.WidthPixels * card.HeightPixels;
        var position = 0;
        foreach (var span in batch)
        {
            var site = span.Site.Tiles;
            for (var unit = span.FirstUnitIndex; unit < span.FirstUnitIndex + span.Count; unit++)
            {
                if (card.Channels.EachAlone)
                {
                    var (tile, channel) = Math.DivRem(unit, site.Planes.Count);
                    Cut(site, tile, channel, input.Slice(position, planeLength));
                    position += planeLength;
                    continue;
                }

                for (var channel = 0; channel < site.Planes.Count; channel++)
                {
                    Cut(site, unit, channel, input.Slice(position, planeLength));
                    position += planeLength;
                }
            }
        }

        input[position..].Clear();
    }

    private void Cut(SiteTiles site, int tileIndex, int channelIndex, Span<float> destination)
    {
        var card = _model.Card.Input;
        var scale = site.Scales[channelIndex] with { Clip = card.PixelScaling.Clip };
        TileCutter.CutScaled(site.Planes[channelIndex], site.Grid.Tiles[tileIndex], card.WidthPixels, scale,
            destination);
        var (low, high) = ((float)card.PixelScaling.Low, (float)card.PixelScaling.High);
        if (low == 0f && high == 1f)
            return;
        foreach (ref var value in destination)
            value = low + ((high - low) * value);
    }

    private void CopyOutput(ReadOnlySpan<float> embedding, List<TileSpan> batch)
    {
        var position = 0;
        foreach (var span in batch)
        {
            var length = span.Count * _width;
            embedding.Slice(position, length).CopyTo(span.Site.Values.AsSpan(span.FirstUnitIndex * _width));
            position += length;
        }
    }
}
