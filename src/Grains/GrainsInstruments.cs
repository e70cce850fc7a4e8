using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using HcsGrid.Runs.Coordination;

namespace HcsGrid.Grains;

/// <summary>
/// The traces and metrics of the cluster, named as OpenTelemetry names them.
/// </summary>
/// <remarks>A well is one trace over all the silos that it touches. Names, units and meanings:
/// docs/cluster.md.</remarks>
public static class GrainsInstruments
{
    /// <summary>The name of the traces' source and of the meter.</summary>
    public const string Name = "HcsGrid.Grains";

    private static readonly Meter Meter = new(Name);
    private static readonly ConcurrentDictionary<string, (JobState State, int WaitingWells)> Jobs =
        new(StringComparer.Ordinal);
    private static WeakReference<SiloModels>? _models;

    internal static ActivitySource Source { get; } = new(Name);

    internal static Counter<long> Wells { get; } = Meter.CreateCounter<long>(
        "hcsgrid.wells", "{well}", "Wells that ended here, by outcome");

    internal static Histogram<double> WellDuration { get; } = Meter.CreateHistogram<double>(
        "hcsgrid.well.duration", "s", "How long a well took, reading, embedding and writing");

    internal static Histogram<double> DecodeDuration { get; } = Meter.CreateHistogram<double>(
        "hcsgrid.site.read.duration", "s", "How long the planes of a site took to read and decode");

    internal static Counter<double> ModelBusy { get; } = Meter.CreateCounter<double>(
        "hcsgrid.model.busy.time", "s", "Time that runners spent in the model; per runner and second, the busy share");

    internal static Counter<long> Failures { get; } = Meter.CreateCounter<long>(
        "hcsgrid.failures", "{failure}", "What went wrong, by cause: data, store, model, silo, other");

    internal static Histogram<double> BatchWait { get; } = Meter.CreateHistogram<double>(
        "hcsgrid.tile_batch.credit.wait", "s", "How long a batch waited for a credit of a silo with the model");

    internal static Histogram<double> BatchDuration { get; } = Meter.CreateHistogram<double>(
        "hcsgrid.tile_batch.duration", "s", "How long a batch was on its way to another silo's model and back");

    internal static Counter<long> BatchBytes { get; } = Meter.CreateCounter<long>(
        "hcsgrid.tile_batch.sent", "By", "Bytes of pixels sent to other silos' models");

    internal static KeyValuePair<string, object?> ModelTag(string model) => new("hcsgrid.model", model);

    /// <summary>Begins to tell how long tiles are at the model of this silo, queueing included.</summary>
    internal static Activity? StartEmbedding(int tileCount) =>
        Source.StartActivity("embed tiles")?.SetTag("hcsgrid.tiles", tileCount);

    internal static void CountFailure(string cause) =>
        Failures.Add(1, new KeyValuePair<string, object?>("error.type", cause));

    /// <summary>Tells of a job whose coordinator is in this process; null once it no longer is.</summary>
    internal static void TellOfJob(string id, JobRun? run)
    {
        if (run is null)
            Jobs.TryRemove(id, out _);
        else
            Jobs[id] = (run.State, Math.Max(0, run.Demand - run.RunningWellCount));
    }

    /// <summary>The models whose batchers are observed from now on: those of the silo of this process.</summary>
    internal static void Observe(SiloModels models)
    {
        if (Interlocked.Exchange(ref _models, new WeakReference<SiloModels>(models)) is not null)
            return;
        Meter.CreateObservableGauge("hcsgrid.jobs", JobsByState, "{job}",
            "Jobs whose coordinator is on this silo, by state");
        Meter.CreateObservableGauge("hcsgrid.wells.waiting", () => Jobs.Values.Sum(j => j.WaitingWells), "{well}",
            "Wells of those jobs that could run and have no slot");
        Meter.CreateObservableCounter("hcsgrid.model.tiles", () => Each(m => m.Counts.TileCount), "{tile}",
            "Tiles that models of this silo embedded");
        Meter.CreateObservableCounter("hcsgrid.model.batches", () => Each(m => m.Counts.BatchCount), "{batch}",
            "Runs of models of this silo");
        Meter.CreateObservableGauge("hcsgrid.model.batch.fill", () => Each(m => m.Counts.Fill), "1",
            "Share of the batches' places that tiles filled");
        Meter.CreateObservableGauge("hcsgrid.model.queue.tiles", () => Each(m => m.Pressure.WaitingTileCount), "{tile}",
            "Tiles that wait for a batch");
        Meter.CreateObservableGauge("hcsgrid.model.queue.sites", () => Each(m => m.Pressure.HeldBackSiteCount),
            "{site}", "Sites that are held back");
        Meter.CreateObservableGauge("hcsgrid.model.queue.age", () => Each(m => m.OldestWait.TotalSeconds), "s",
            "How long the oldest tile that waits for a batch has waited; 0 where none waits");
        Meter.CreateObservableGauge("hcsgrid.model.healthy", () => Each(m => m.Batcher is null ? 0 : 1), "1",
            "1 where the model works");
    }

    private static IEnumerable<Measurement<int>> JobsByState() => Jobs.Values.GroupBy(j => j.State).Select(
        g => new Measurement<int>(
            g.Count(), new KeyValuePair<string, object?>("hcsgrid.state", g.Key.ToString().ToLowerInvariant())));

    private static IEnumerable<Measurement<T>> Each<T>(Func<HostedModel, T> value)
        where T : struct =>
        _models?.TryGetTarget(out var models) == true
            ? models.All.Select(m => new Measurement<T>(value(m), ModelTag(m.Card.Name)))
            : [];
}
