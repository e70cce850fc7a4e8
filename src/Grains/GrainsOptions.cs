using HcsGrid.Inference;
using HcsGrid.Runs.Coordination;
using HcsGrid.Storage;

namespace HcsGrid.Grains;

/// <summary>
/// The bounds of a silo, and what it does. No result depends on them.
/// </summary>
public sealed record GrainsOptions
{
    /// <summary>Wells that run here at the same time. 0: none, the silo only runs its models. Default: twice the
    /// processor's cores.</summary>
    public int WellSlots { get; init; } = 2 * Environment.ProcessorCount;

    /// <summary>The models that this silo loads, by name: those of the role <c>gpu</c>. Default none.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>The bounds of each model's batcher.</summary>
    public TileBatcherOptions Batcher { get; init; } = new();

    /// <summary>How tiles travel to models of other silos.</summary>
    public RemoteEmbedderOptions Remote { get; init; } = new();

    /// <summary>How much images are read ahead of their wells, over all jobs of the silo, where their store is
    /// remote.</summary>
    public ReadAheadOptions ReadAhead { get; init; } = new();

    /// <summary>The bounds of each job's coordinator.</summary>
    public JobRunOptions Job { get; init; } = new();

    /// <summary>The most pixel memory in use at once, in bytes; arriving tiles count. Default 4 GiB.</summary>
    public long MaxPixelBytes { get; init; } = 4L << 30;

    /// <summary>Bytes of pixels that all other silos together may have on their way to a model here, beyond which each
    /// still has one batch. Default 128 MiB.</summary>
    public long MaxArrivingBytes { get; init; } = 32L * TileBatch.MaxBytes;

    /// <summary>Grains of other silos whose place a silo remembers; of others it asks. Default 16,384.</summary>
    public int MaxPlacesKnown { get; init; } = 1 << 14;

    /// <summary>Jobs that a silo keeps at hand. Default 32.</summary>
    public int MaxJobsAtHand { get; init; } = 32;

    /// <summary>Plates whose images a silo keeps at hand. Default 32.</summary>
    public int MaxPlatesAtHand { get; init; } = 32;

    /// <summary>Wells of one compound that are gathered while the screen runs. Default 8192.</summary>
    public int MaxCompoundWells { get; init; } = 8192;

    /// <summary>How often silos and jobs tell of themselves. Default 1 s.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often a job looks for steps whose time has come, and tells its watchers. Default 250 ms.</summary>
    public TimeSpan Tick { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a silo or a job that tells nothing counts as there. Default 6 s.</summary>
    public TimeSpan HeartbeatPatience { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>How often the store is asked for unfinished jobs. Default 5 s.</summary>
    public TimeSpan KeepPeriod { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>After how long a call for a well or a plate is to be asked again. Default 20 s, at most 60 s.</summary>
    public TimeSpan AskAgainAfter { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long tiles wait for some silo with their model until their well is tried again. Default 30
    /// s.</summary>
    public TimeSpan ModelPatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a model that failed is loaded again. Default 15 s.</summary>
    public TimeSpan ModelRetry { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a silo that is to stop lets its wells go on. Default 60 s.</summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a caller from outside waits for a silo that is gone to be noticed. Default 30 s.</summary>
    public TimeSpan CallPatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a process that watches a job says so; without it is forgotten after
    /// <see cref="WatchExpiry"/>. Default 5 s.</summary>
    public TimeSpan WatchRenewal { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a process that no longer says that it watches is told of changes. Default 30 s.</summary>
    public TimeSpan WatchExpiry { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The same with so many threads that run each model.</summary>
    public GrainsOptions WithRunners(int count) => this with { Batcher = Batcher with { RunnerCount = count } };

    /// <exception cref="ArgumentOutOfRangeException">A value is out of bounds; the message names it.</exception>
    public void Validate()
    {
        Require(WellSlots is >= 0 and <= 1024, nameof(WellSlots), WellSlots, "0 to 1024");
        Require(WellSlots > 0 || Models.Count > 0, nameof(WellSlots), WellSlots,
            "1 or more where the silo has no models");
        Require(MaxPixelBytes >= 1 << 20, nameof(MaxPixelBytes), MaxPixelBytes, "1 MiB or more");
        Require(MaxArrivingBytes is >= TileBatch.MaxBytes and <= 1L << 40, nameof(MaxArrivingBytes), MaxArrivingBytes,
            "4 MiB to 1 TiB");
        Require(MaxPlacesKnown is >= 1 and <= 1_000_000, nameof(MaxPlacesKnown), MaxPlacesKnown, "1 to 1,000,000");
        Require(MaxJobsAtHand is >= 1 and <= 1024, nameof(MaxJobsAtHand), MaxJobsAtHand, "1 to 1024");
        Require(MaxPlatesAtHand is >= 1 and <= 1024, nameof(MaxPlatesAtHand), MaxPlatesAtHand, "1 to 1024");
        Require(MaxCompoundWells is >= 1 and <= 1_000_000, nameof(MaxCompoundWells), MaxCompoundWells,
            "1 to 1,000,000");
        RequireTime(nameof(Heartbeat), Heartbeat, TimeSpan.FromMinutes(1));
        RequireTime(nameof(Tick), Tick, TimeSpan.FromMinutes(1));
        RequireTime(nameof(KeepPeriod), KeepPeriod, TimeSpan.FromHours(1));
        RequireTime(nameof(AskAgainAfter), AskAgainAfter, TimeSpan.FromMinutes(1));
        RequireTime(nameof(ModelPatience), ModelPatience, TimeSpan.FromHours(1));
        RequireTime(nameof(ModelRetry), ModelRetry, TimeSpan.FromHours(1));
        RequireTime(nameof(CallPatience), CallPatience, TimeSpan.FromHours(1));
        RequireTime(nameof(DrainTime), DrainTime, TimeSpan.FromHours(1));
        RequireTime(nameof(WatchRenewal), WatchRenewal, TimeSpan.FromMinutes(1));
        Require(HeartbeatPatience >= 2 * Heartbeat, nameof(HeartbeatPatience), HeartbeatPatience,
            "twice Heartbeat or more");
        Require(WatchExpiry >= 2 * WatchRenewal, nameof(WatchExpiry), WatchExpiry, "twice WatchRenewal or more");
        Batcher.Validate();
        Remote.Validate();
        ReadAhead.Validate();
        Job.Validate();

        static void RequireTime(string name, TimeSpan value, TimeSpan most) =>
            Require(value > TimeSpan.Zero && value <= most, name, value, $"above 0 and at most {most}");

        static void Require(bool holds, string name, object value, string bounds)
        {
            if (!holds)
                throw new ArgumentOutOfRangeException(name, value, $"{name} must be {bounds}.");
        }
    }
}
