using HcsGrid.Inference;

namespace HcsGrid.Grains;

/// <summary>
/// One model of a silo: loaded, watched, and loaded again after it failed.
/// </summary>
/// <remarks>After a failed run nobody gets it until it has run on an empty tile: so a failure of the tiles' takes a
/// moment and one of the device lasts until it is mended. Safe to use from any thread.</remarks>
internal sealed partial class HostedModel(
    string name, IModelSource source, TileBatcherOptions options, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _mending = new(1);
    private WatchedModel? _model;
    private TileBatcher? _batcher;
    private TileBatcher? _leaving;
    private TileBatcherCounts _past;
    private bool _hasFailed = true;

    public ModelCard Card { get; } = source.CardOf(name);

    /// <summary>The model's batcher; null where it does not work just now.</summary>
    public TileBatcher? Batcher
    {
        get
        {
            lock (_gate)
                return _hasFailed ? null : _batcher;
        }
    }

    /// <summary>What has gone through since the silo began, however often the model was loaded; also when it no longer
    /// is.</summary>
    public TileBatcherCounts Counts
    {
        get
        {
            lock (_gate)
                return _past.Plus((_batcher ?? _leaving)?.Counts ?? default);
        }
    }

    /// <summary>What waits just now.</summary>
    public TileBatcherPressure Pressure
    {
        get
        {
            lock (_gate)
                return _batcher?.Pressure ?? default;
        }
    }

    /// <summary>How long the oldest waiting tile has waited; 0 where none waits.</summary>
    public TimeSpan OldestWait
    {
        get
        {
            lock (_gate)
                return _batcher?.OldestWait ?? TimeSpan.Zero;
        }
    }

    /// <summary>Where the model does not work: tries whether it does again, and else loads it anew.</summary>
    public async Task MendAsync()
    {
        if (Batcher is not null || !await _mending.WaitAsync(0).ConfigureAwait(false))
            return;
        try
        {
            if (_model is { } model && Probes(model))
            {
                Set(hasFailed: false);
                return;
            }

            await UnloadAsync().ConfigureAwait(false);
            var loaded = new WatchedModel(source.Load(name), OnFailure);
            _model = loaded;
            loaded.Probe();
            lock (_gate)
                (_batcher, _hasFailed) = (new TileBatcher(loaded, options, time), false);
            LogLoaded(logger, name);
        }
        // A device that is lost throws what it likes; the silo goes on without the model.
#pragma warning disable CA1031
        catch (Exception error)
#pragma warning restore CA1031
        {
            GrainsInstruments.CountFailure("model");
            LogNotLoaded(logger, name, error.Message);
        }
        finally
        {
            _mending.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _mending.WaitAsync().ConfigureAwait(false);
        await UnloadAsync().ConfigureAwait(false);
        _mending.Dispose();
    }

    private async Task UnloadAsync()
    {
        TileBatcher? batcher;
        lock (_gate)
            (batcher, _leaving, _batcher, _hasFailed) = (_batcher, _batcher, null, true);
        if (batcher is not null)
        {
            await batcher.DisposeAsync().ConfigureAwait(false);
            lock (_gate)
                (_past, _leaving) = (_past.Plus(batcher.Counts), null);
        }

        _model?.Dispose();
        _model = null;
    }

    private static bool Probes(WatchedModel model)
    {
        try
        {
            model.Probe();
            return true;
        }
#pragma warning disable CA1031
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }

    private void OnFailure(Exception error)
    {
        Set(hasFailed: true);
        GrainsInstruments.CountFailure("model");
        LogFailed(logger, name, error.Message);
        _ = Task.Run(MendAsync);
    }

    private void Set(bool hasFailed)
    {
        lock (_gate)
            _hasFailed = hasFailed;
    }
}
