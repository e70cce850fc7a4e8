using HcsGrid.Runs.Coordination;

namespace HcsGrid.Grains;

/// <summary>
/// Makes what watchers see of what a coordinator knows.
/// </summary>
internal static class JobStatus
{
    public static RunStatus Of(JobRecord record, JobRun? run, string stage, long sequence)
    {
        // A job that has just ended is told of so once its record says so: no restart takes that back.
        return new RunStatus
        {
            Id = record.Id,
            State = record.State,
            Stage = record.State == JobState.Running ? stage : StoredStatus.StageOf(record.State),
            Priority = record.Priority,
            SubmittedAt = record.SubmittedAt,
            Reason = record.Reason,
            PlateCount = run?.PlateCount ?? 0,
            PlatesFinished = run?.FinishedPlateCount ?? 0,
            WellCount = run?.WellCount ?? 0,
            WellsDone = run?.DoneCount ?? 0,
            WellsFailed = run?.FailedCount ?? 0,
            WellsRunning = run?.RunningWellCount ?? 0,
            Sequence = sequence,
        };
    }
}
