using System.Text.Json.Serialization;

namespace HcsGrid.Runs.Coordination;

/// <summary>
/// How far a job is, as watchers see it.
/// </summary>
public sealed record RunStatus
{
    public required string Id { get; init; }

    public required JobState State { get; init; }

    /// <summary>What is being done just now, for people.</summary>
    public required string Stage { get; init; }

    public required int Priority { get; init; }

    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>Why the job failed; null where it did not.</summary>
    public string? Reason { get; init; }

    public int PlateCount { get; init; }

    /// <summary>Plates whose tables are in the store.</summary>
    public int PlatesFinished { get; init; }

    public int WellCount { get; init; }

    /// <summary>Wells with a result. Plates that were not begun since the coordinator started count as not
    /// done.</summary>
    public int WellsDone { get; init; }

    public int WellsFailed { get; init; }

    public int WellsRunning { get; init; }

    /// <summary>True where nothing is left to do for the job.</summary>
    [JsonIgnore]
    public bool HasEnded => State is JobState.Finished or JobState.Cancelled or JobState.Failed;

    /// <summary>Grows with every change of the job as this coordinator sees it; starts anew with a new one.</summary>
    public long Sequence { get; init; }
}
