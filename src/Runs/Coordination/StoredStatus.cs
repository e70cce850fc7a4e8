using HcsGrid.Plates;

namespace HcsGrid.Runs.Coordination;

/// <summary>
/// Tells of a job that no coordinator has in memory, from the store alone.
/// </summary>
public static class StoredStatus
{
    /// <summary>The most jobs that one page tells of.</summary>
    public const int MaxPageLength = 1000;

    /// <summary>Tells of jobs in the order of their records, those after an id where one is given.</summary>
    /// <param name="registry">The jobs.</param>
    /// <param name="after">The last id of the page before; null for the first page.</param>
    /// <param name="limit">The most jobs to tell of, 1 to <see cref="MaxPageLength"/>.</param>
    /// <param name="find">Tells of one job; null where it is gone.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    public static async Task<IReadOnlyList<RunStatus>> PageAsync(
        JobRegistry registry, string? after, int limit, Func<string, CancellationToken, Task<RunStatus?>> find,
        CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxPageLength);
        var page = new List<RunStatus>();
        await foreach (var id in registry.ListIdsAsync(after, cancellationToken).ConfigureAwait(false))
        {
            if (await find(id, cancellationToken).ConfigureAwait(false) is { } status)
                page.Add(status);
            if (page.Count == limit)
                break;
        }

        return page;
    }

    /// <summary>Tells of a job from its record and its run folder: by its summary where it has finished, otherwise by
    /// counting results, so that only the plates and wells that were begun count.</summary>
    public static async Task<RunStatus> OfAsync(
        JobRegistry registry, JobRecord record, CancellationToken cancellationToken)
    {
        var folder = registry.FolderOf(record.Id);
        var status = new RunStatus
        {
            Id = record.Id,
            State = record.State,
            Stage = StageOf(record.State),
            Priority = record.Priority,
            SubmittedAt = record.SubmittedAt,
            Reason = record.Reason,
        };
        if (record.State == JobState.Finished &&
            await folder.ReadJsonAsync<RunSummary>(RunFolder.SummaryKey, cancellationToken).ConfigureAwait(false)
                is { } summary)
        {
            return status with
            {
                PlateCount = summary.PlateCount,
                PlatesFinished = summary.PlateCount,
                WellCount = summary.WellsDone + summary.WellsFailed,
                WellsDone = summary.WellsDone,
                WellsFailed = summary.WellsFailed,
            };
        }

        return await CountAsync(status, folder, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Tells of a job whose record cannot be read.</summary>
    public static RunStatus OfDamaged(string id, ScreenDataException error) => new()
    {
        Id = id,
        State = JobState.Failed,
        Stage = StageOf(JobState.Failed),
        Priority = JobRecord.DefaultPriority,
        SubmittedAt = DateTimeOffset.UnixEpoch,
        Reason = error.Message,
    };

    /// <summary>What a job in a state is said to be doing, as long as nobody says more.</summary>
    public static string StageOf(JobState state) => state switch
    {
        JobState.Queued => "Waiting for its turn",
        JobState.Running => "Starting",
        JobState.Paused => "Paused",
        JobState.Cancelled => "Cancelled",
        JobState.Finished => "Done",
        _ => "Failed",
    };

    private static async Task<RunStatus> CountAsync(
        RunStatus status, RunFolder folder, CancellationToken cancellationToken)
    {
        var (plates, finished, done, failed) = (0, 0, 0, 0);
        await foreach (var blob in folder.Store.ListAsync("plates/", cancellationToken).ConfigureAwait(false))
        {
            var name = blob.Key.FileName;
            plates += name == "plate.json" ? 1 : 0;
            finished += name == "quality.json" ? 1 : 0;
            done += name.EndsWith(".well", StringComparison.Ordinal) ? 1 : 0;
            failed += name.EndsWith(".failed", StringComparison.Ordinal) ? 1 : 0;
        }

        return status with
        {
            PlateCount = plates,
            PlatesFinished = finished,
            WellCount = done + failed,
            WellsDone = done,
            WellsFailed = failed,
        };
    }
}
