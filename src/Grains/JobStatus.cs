using HcsGrid.Runs.Coordination;

namespace HcsGrid.Grains;

/// <summary>
/// Makes what watchers see of what a coordinator knows.
/// </summary>
internal static class JobStatus
{
    public static RunStatus Of(JobRecord record, PlanIndex? plan, JobRun? run, string stage, long sequence)
    {
        var state = run is { State: not JobState.Running } && !record.HasEnded ? run.State : record.State;
        return new RunStatus
        {
            Id = record.Id,
            State = state,
            Stage = state switch
            {
                JobState.Paused => "Paused",
                JobState.Cancelled => "Cancelled",
                JobState.Failed => "Failed",
                JobState.Finished => "Done",
                _ => stage,
            },
            Priority = record.Priority,
            SubmittedAt = record.SubmittedAt,
            Reason = run?.Reason ?? record.Reason,
            PlateCount = run?.PlateCount ?? plan?.Plates.Count ?? 0,
            PlatesFinished = run?.FinishedPlateCount ?? 0,
            WellCount = run?.WellCount ?? 0,
            WellsDone = run?.DoneCount ?? 0,
            WellsFailed = run?.FailedCount ?? 0,
            WellsRunning = run?.RunningWellCount ?? 0,
            Sequence = sequence,
        };
    }
}
