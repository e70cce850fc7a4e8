using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace HcsGrid.Benchmarks;

/// <summary>
/// Sums what Orleans and the grains measure in this process.
/// </summary>
internal sealed class SiloMeters : IDisposable
{
    private const int SamplesBetweenCollections = 30;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (long Count, double Sum)> _sums = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _observed = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();
    private long _liveBytes;
    private int _sampleCount;

    public SiloMeters()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name is "Microsoft.Orleans" or HcsGrid.Grains.GrainsInstruments.Name)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Take(instrument, value));
        _listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => Take(instrument, value));
        _listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Take(instrument, value));
        _listener.Start();
    }

    public SiloSample Sample()
    {
        if (_sampleCount++ % SamplesBetweenCollections == 0)
            _liveBytes = GC.GetTotalMemory(forceFullCollection: true);
        lock (_gate)
            _observed.Clear();
        _listener.RecordObservableInstruments();
        using var process = Process.GetCurrentProcess();
        lock (_gate)
        {
            var sent = _sums.GetValueOrDefault("orleans-messaging-sent-messages-size");
            return new SiloSample
            {
                Seconds = Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency,
                ProcessorMilliseconds = process.TotalProcessorTime.TotalMilliseconds,
                ResidentBytes = process.WorkingSet64,
                LiveBytes = _liveBytes,
                AllocatedBytes = GC.GetTotalAllocatedBytes(),
                ActivationCount = (long)_observed.GetValueOrDefault("orleans-catalog-activations"),
                KnownPlaceCount = (long)_observed.GetValueOrDefault("orleans-directory-cache-size"),
                WellCount = (long)_sums.GetValueOrDefault("hcsgrid.wells").Sum,
                SentCount = sent.Count,
                SentBytes = (long)sent.Sum,
                TileCount = (long)_observed.GetValueOrDefault("hcsgrid.model.tiles"),
                BatchCount = (long)_observed.GetValueOrDefault("hcsgrid.model.batches"),
            };
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Take(Instrument instrument, double value)
    {
        lock (_gate)
        {
            if (instrument.IsObservable)
            {
                _observed[instrument.Name] = _observed.GetValueOrDefault(instrument.Name) + value;
                return;
            }

            var (count, sum) = _sums.GetValueOrDefault(instrument.Name);
            _sums[instrument.Name] = (count + 1, sum + value);
        }
    }
}
