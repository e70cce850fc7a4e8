namespace HcsGrid.Runs.Coordination;

/// <summary>
/// A job that a <see cref="LocalRunService"/> has in memory: one that has not ended, or is just being changed.
/// </summary>
internal sealed class LocalJob(JobRecord record, RunStatus status)
{
    private volatile JobRecord _record = record;

    /// <summary>Held by whoever changes the record, in the store and here.</summary>
    public SemaphoreSlim Turn { get; } = new(1);

    public JobRecord Record => _record;

    public StatusFeed Feed { get; } = new(status with { State = record.State });

    /// <summary>Ends the run in progress; null while there is none. Changed with <see cref="Turn"/> held.</summary>
    public CancellationTokenSource? Stop { get; set; }

    /// <summary>True from the moment the job is given a place until its run has come to rest.</summary>
    public bool HasPlace { get; set; }

    /// <summary>True once the job was let go from memory: whoever waited for its turn looks again.</summary>
    public bool IsForgotten { get; set; }

    /// <summary>True where the store could not be told of the record.</summary>
    public bool IsUnsaved { get; set; }

    public bool MayStart => !HasPlace && !IsForgotten && Record.State == JobState.Queued;

    /// <summary>Takes a new record and tells the watchers.</summary>
    public void Set(JobRecord next)
    {
        _record = next;
        Feed.Publish(s => s with
        {
            State = next.State,
            Stage = StoredStatus.StageOf(next.State),
            Reason = next.Reason,
            WellsRunning = 0,
        });
    }

    /// <summary>Takes how far the run is.</summary>
    public void Tell(RunProgress progress)
    {
        Feed.Publish(s => s with
        {
            Stage = s.State == JobState.Running ? progress.Stage : s.Stage,
            PlateCount = progress.PlateCount,
            PlatesFinished = progress.FinishedPlateCount,
            WellCount = progress.WellCount,
            WellsDone = progress.DoneCount,
            WellsFailed = progress.FailedCount,
            WellsRunning = s.State == JobState.Running ? progress.RunningCount : 0,
        });
    }
}
