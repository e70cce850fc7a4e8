using System.Runtime.CompilerServices;
using HcsGrid.Plates;
using HcsGrid.Runs.Coordination;
using HcsGrid.Runs.Jobs;

namespace HcsGrid.Grains;

/// <summary>
/// The cluster's run service, for a gateway or a silo.
/// </summary>
/// <remarks>Jobs that have ended are told of from the store, without a grain. Orleans' own errors do not leave it: a
/// cluster that does not answer is a <see cref="RunServiceUnavailableException"/>.</remarks>
public sealed class GrainRunService(
    IGrainFactory grains, JobRegistry jobs, ClusterWatch watch, GrainsOptions options, TimeProvider time) : IRunService
{
    private readonly PatientCalls _calls = new(options, time);

    /// <inheritdoc/>
    public async Task<RunStatus> SubmitAsync(RunSubmission submission, CancellationToken cancellationToken)
    {
        // What is not valid in itself needs no silo to be refused.
        submission.Job.Validate();
        var message = new JobMessage(JobFile.Write(submission.Job), submission.Id, submission.Priority);

        // A job without an id would be taken again as another one.
        var taken = submission.Id is null
            ? await PatientCalls.AskOnceAsync(FindIntake, g => g.TakeAsync(message), cancellationToken)
            : await _calls.AskAsync(FindIntake, g => g.TakeAsync(message), cancellationToken);
        return await FindAsync(taken.Require(), cancellationToken)
            ?? throw new InvalidOperationException($"The job '{taken.Id}' was taken and is not there.");
    }

    /// <inheritdoc/>
    public async Task<RunStatus?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (!JobRecord.IsValidId(id))
            return null;
        try
        {
            if (await jobs.FindAsync(id, cancellationToken) is not { } record)
                return null;
            if (!record.HasEnded)
            {
                var answer = await _calls.AskAsync(
                    () => FindJob(id), g => g.StatusAsync(), cancellationToken);
                if (answer.Status is { } status)
                    return status;
            }

            return await StoredStatus.OfAsync(jobs, record, cancellationToken);
        }
        catch (ScreenDataException error)
        {
            return StoredStatus.OfDamaged(id, error);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<RunStatus>> ListAsync(
        string? after, int limit, CancellationToken cancellationToken) =>
        StoredStatus.PageAsync(jobs, after, limit, FindAsync, cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<RunStatus> WatchAsync(
        string id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken) is not { } status)
            yield break;
        if (status.HasEnded)
        {
            yield return status;
            yield break;
        }

        await foreach (var change in watch.WatchAsync(id, cancellationToken))
            yield return change;
    }

    /// <inheritdoc/>
    public async Task<RunStatus?> ChangeAsync(string id, RunChange change, CancellationToken cancellationToken)
    {
        if (!JobRecord.IsValidId(id) || await jobs.FindAsync(id, cancellationToken) is null)
            return null;
        var answer = await _calls.AskAsync(
            () => FindJob(id), g => g.ChangeAsync(change), cancellationToken);
        return answer.Require();
    }

    private IIntakeGrain FindIntake() => grains.GetGrain<IIntakeGrain>(0);

    private IJobGrain FindJob(string id) => grains.GetGrain<IJobGrain>(id);
}
