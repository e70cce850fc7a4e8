using System.Globalization;
using HcsGrid.Plates;
using HcsGrid.Runs.Coordination;
using HcsGrid.Runs.Jobs;

namespace HcsGrid.Grains;

/// <summary>
/// The cluster's run service, for a gateway or a silo.
/// </summary>
/// <remarks>Jobs that have ended are told of from the store, without a grain.</remarks>
public sealed class GrainRunService(IGrainFactory grains, JobRegistry jobs, StatusFeed feed, TimeProvider time)
    : IRunService
{
    /// <inheritdoc/>
    public async Task<RunStatus> SubmitAsync(RunSubmission submission, CancellationToken cancellationToken)
    {
        var id = submission.Id ?? string.Create(
            CultureInfo.InvariantCulture, $"{submission.Job.Name}-{time.GetUtcNow():yyMMdd-HHmmss}");
        if (!JobRecord.IsValidId(id))
        {
            throw new ScreenDataException(
                $"'{id}' cannot be a job's id: expected 1 to 80 letters, digits, '-', '_' or '.', not beginning with '.'",
                Place.Unknown);
        }

        if (submission.Priority is < JobRecord.MinPriority or > JobRecord.MaxPriority)
        {
            throw new ScreenDataException(
                $"priority is {submission.Priority}, expected {JobRecord.MinPriority} to {JobRecord.MaxPriority}",
                Place.Unknown);
        }

        var answer = await grains.GetGrain<IJobGrain>(id)
            .SubmitAsync(new JobMessage(JobFile.Write(submission.Job), submission.Priority))
            .WaitAsync(cancellationToken);
        return answer.Require() ?? throw new InvalidOperationException($"The job '{id}' has no status.");
    }

    /// <inheritdoc/>
    public async Task<RunStatus?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (!JobRecord.IsValidId(id))
            return null;
        return await jobs.FindAsync(id, cancellationToken) is { } record
            ? await StatusOfAsync(record, cancellationToken)
            : null;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RunStatus>> ListAsync(
        string? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1000);
        var found = new List<RunStatus>();
        await foreach (var record in jobs.ListAsync(after, cancellationToken))
        {
            found.Add(await StatusOfAsync(record, cancellationToken));
            if (found.Count == limit)
                break;
        }

        return found;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<RunStatus> WatchAsync(
        string id, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken) is not { } status)
            yield break;
        if (status.State is JobState.Finished or JobState.Failed or JobState.Cancelled)
        {
            yield return status;
            yield break;
        }

        await foreach (var change in feed.WatchAsync(id, cancellationToken))
            yield return change;
    }

    /// <inheritdoc/>
    public async Task<RunStatus?> ChangeAsync(string id, RunChange change, CancellationToken cancellationToken)
    {
        if (!JobRecord.IsValidId(id))
            return null;
        var answer = await grains.GetGrain<IJobGrain>(id).ChangeAsync(change).WaitAsync(cancellationToken);
        return answer.Require();
    }

    private async Task<RunStatus> StatusOfAsync(JobRecord record, CancellationToken cancellationToken)
    {
        if (record.HasEnded)
            return await EndedJobStatus.ReadAsync(jobs, record, cancellationToken);
        var answer = await grains.GetGrain<IJobGrain>(record.Id).StatusAsync().WaitAsync(cancellationToken);
        return answer.Status ?? JobStatus.Of(record, plan: null, run: null, "Waiting for its turn", 0);
    }
}
