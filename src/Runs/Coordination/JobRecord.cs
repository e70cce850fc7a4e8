using HcsGrid.Runs.Jobs;

namespace HcsGrid.Runs.Coordination;

/// <summary>
/// What a facility's store remembers of a submitted job: the blob <c>jobs/&lt;id&gt;.json</c>.
/// </summary>
/// <remarks>Written when the job is submitted and each time its state changes; by it unfinished jobs are found again
/// after any restart. How far the job is stands in its run folder alone.</remarks>
public sealed record JobRecord
{
    /// <summary>The only version of the form so far.</summary>
    public const int CurrentFormatVersion = 1;

    /// <summary>The least urgent priority.</summary>
    public const int MinPriority = 1;

    /// <summary>The most urgent priority.</summary>
    public const int MaxPriority = 9;

    /// <summary>The priority of a job that names none.</summary>
    public const int DefaultPriority = 5;

    public int FormatVersion { get; init; } = CurrentFormatVersion;

    /// <summary>The job's id, and the name of its run folder.</summary>
    public required string Id { get; init; }

    /// <summary>The job, its model's SHA-256 filled in.</summary>
    public required ScreenJob Job { get; init; }

    /// <summary>1 (least) to 9 (most urgent): shares of the cluster go by it.</summary>
    public int Priority { get; init; } = DefaultPriority;

    public required DateTimeOffset SubmittedAt { get; init; }

    public required JobState State { get; init; }

    /// <summary>Why the job failed; null where it did not.</summary>
    public string? Reason { get; init; }

    /// <summary>True where nothing is left to do for the job.</summary>
    public bool HasEnded => State is JobState.Finished or JobState.Cancelled or JobState.Failed;

    /// <summary>The record after what was asked of its job; the same where that changes nothing.</summary>
    /// <exception cref="RunConflictException">The job has finished.</exception>
    public JobRecord After(RunChange change)
    {
        if (State == JobState.Finished)
            throw new RunConflictException($"The job '{Id}' has finished: it cannot be paused, resumed or cancelled");
        var mayStop = !HasEnded;
        var next = change switch
        {
            RunChange.Pause when mayStop => JobState.Paused,
            RunChange.Cancel when mayStop => JobState.Cancelled,
            RunChange.Resume when State is JobState.Paused or JobState.Cancelled or JobState.Failed => JobState.Queued,
            _ => State,
        };
        return next == State ? this : this with { State = next, Reason = null };
    }

    /// <summary>Whether a text can be a job's id: 1 to 80 ASCII letters, digits, <c>-</c>, <c>_</c> or <c>.</c>, not
    /// beginning with <c>.</c>.</summary>
    public static bool IsValidId(string? id) =>
        id is { Length: > 0 and <= 80 } && id[0] != '.' &&
        id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
