using HcsGrid.Runs;
using HcsGrid.Runs.Coordination;

namespace HcsGrid.Grains;

/// <summary>
/// Tells of a job that has ended from the store alone.
/// </summary>
internal static class EndedJobStatus
{
    public static async Task<RunStatus> ReadAsync(
        JobRegistry jobs, JobRecord record, CancellationToken cancellationToken)
    {
        var folder = jobs.FolderOf(record.Id);
        var plan = await new PlanBlobs(folder).ReadAsync(cancellationToken);
        var summary = record.State == JobState.Finished
            ? await folder.ReadJsonAsync<RunSummary>(RunFolder.SummaryKey, cancellationToken)
            : null;
        return JobStatus.Of(record, plan, run: null, "", 0) with
        {
            WellCount = plan?.Plates.Sum(p => p.WellCount) ?? 0,
            PlatesFinished = summary?.PlateCount ?? 0,
            WellsDone = summary?.WellsDone ?? 0,
            WellsFailed = summary?.WellsFailed ?? 0,
        };
    }
}
