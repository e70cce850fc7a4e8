using System.Runtime.CompilerServices;
using HcsGrid.Inference;
using HcsGrid.Plates;
using HcsGrid.Storage;

namespace HcsGrid.Runs.Coordination;

/// <summary>
/// Runs submitted jobs in this process through <see cref="LocalGrid"/>, the most urgent first: the embedded server.
/// </summary>
/// <remarks>
/// <para>The store is the truth: records of jobs are written before anything is answered, and jobs that had not ended
/// when an earlier process did are found again and go on. A paused or cancelled job's run is ended; what is done is
/// kept, and a resumed job goes on from there.</para>
/// <para>Two such services on one store would run the same jobs twice: harmless, and of no use.</para>
/// </remarks>
public sealed class LocalRunService : IRunService, IAsyncDisposable
{
    private readonly LocalRunServiceOptions _options;
    private readonly JobRegistry _registry;
    private readonly JobIntake _intake;
    private readonly AllowedStores _images;
    private readonly IModelSource _models;
    private readonly LocalGrid _grid;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LocalJob> _jobs = new(StringComparer.Ordinal);
    private readonly HashSet<Task> _works = [];
    private readonly SemaphoreSlim _taking = new(1);
    private readonly SemaphoreSlim _loading = new(1);
    private readonly CancellationTokenSource _stopping = new();
    private int _placesTaken;

    private LocalRunService(
        LocalRunServiceOptions options, IBlobStore store, AllowedStores images, IModelSource models, TimeProvider time)
    {
        options.Validate();
        (_options, _images, _models) = (options, images, models);
        _grid = new LocalGrid(options.Grid, time);
        _registry = new JobRegistry(store);
        _intake = new JobIntake(_registry, images, models, time);
    }

    /// <summary>Finds the unfinished jobs of a store and goes on with them.</summary>
    /// <param name="options">The bounds.</param>
    /// <param name="store">The facility's store: records and run folders.</param>
    /// <param name="images">The stores that jobs may read.</param>
    /// <param name="models">The models that jobs may ask for.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="BlobStoreException">The store cannot be used.</exception>
    public static async Task<LocalRunService> StartAsync(
        LocalRunServiceOptions options, IBlobStore store, AllowedStores images, IModelSource models, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var service = new LocalRunService(options, store, images, models, time);
        await service.FindUnfinishedAsync(cancellationToken).ConfigureAwait(false);
        service.FillPlaces();
        return service;
    }

    public async Task<RunStatus> SubmitAsync(RunSubmission submission, CancellationToken cancellationToken)
    {
        await _taking.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await CheckLimitAsync(submission, cancellationToken).ConfigureAwait(false);
            var record = await _intake.TakeAsync(submission, cancellationToken).ConfigureAwait(false);
            if (record.HasEnded)
                return await StoredStatus.OfAsync(_registry, record, cancellationToken).ConfigureAwait(false);
            var job = await LoadAsync(record.Id, cancellationToken).ConfigureAwait(false);
            FillPlaces();
            return job?.Feed.Current ??
                await StoredStatus.OfAsync(_registry, record, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _taking.Release();
        }
    }

    public async Task<RunStatus?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (!JobRecord.IsValidId(id))
            return null;
        if (InMemory(id) is { } job)
            return job.Feed.Current;
        try
        {
            return await _registry.FindAsync(id, cancellationToken).ConfigureAwait(false) is { } record
                ? await StoredStatus.OfAsync(_registry, record, cancellationToken).ConfigureAwait(false)
                : null;
        }
        catch (ScreenDataException error)
        {
            return StoredStatus.OfDamaged(id, error);
        }
    }

    public Task<IReadOnlyList<RunStatus>> ListAsync(
        string? after, int limit, CancellationToken cancellationToken) =>
        StoredStatus.PageAsync(_registry, after, limit, FindAsync, cancellationToken);

    public async IAsyncEnumerable<RunStatus> WatchAsync(
        string id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (InMemory(id) is not { } job)
        {
            if (await FindAsync(id, cancellationToken).ConfigureAwait(false) is { } stored)
                yield return stored;
            yield break;
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        await foreach (var status in job.Feed.WatchAsync(end.Token).ConfigureAwait(false))
            yield return status;
    }

    public async Task<RunStatus?> ChangeAsync(string id, RunChange change, CancellationToken cancellationToken)
    {
        while (JobRecord.IsValidId(id) && await LoadAsync(id, cancellationToken).ConfigureAwait(false) is { } job)
        {
            await job.Turn.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                if (job.IsForgotten)
                    continue;
                var next = job.Record.After(change);
                if (next != job.Record)
                {
                    await _registry.PutAsync(next, cancellationToken).ConfigureAwait(false);
                    job.IsUnsaved = false;
                    job.Set(next);
                    if (next.State is JobState.Paused or JobState.Cancelled && job.Stop is { } stop)
                        await stop.CancelAsync().ConfigureAwait(false);
                }

                return job.Feed.Current;
            }
            finally
            {
                ForgetIfEnded(job);
                job.Turn.Release();
                FillPlaces();
            }
        }

        return null;
    }

    /// <summary>Ends the runs; their jobs go on when a service is started on the store again.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        Task[] works;
        lock (_gate)
            works = [.. _works];
        await Task.WhenAll(works).ConfigureAwait(false);
    }

    private async Task FindUnfinishedAsync(CancellationToken cancellationToken)
    {
        await foreach (var id in _registry.ListIdsAsync(null, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                var record = await _registry.FindAsync(id, cancellationToken).ConfigureAwait(false);
                if (record is not null && !record.HasEnded)
                    await LoadAsync(id, cancellationToken).ConfigureAwait(false);
            }
            catch (ScreenDataException)
            {
                // A damaged record is told wherever its job is asked for; the other jobs go on.
            }
        }
    }

    private async Task CheckLimitAsync(RunSubmission submission, CancellationToken cancellationToken)
    {
        int count;
        lock (_gate)
            count = _jobs.Count;
        if (count < _options.MaxUnfinishedJobCount)
            return;
        if (submission.Id is { } id && await FindAsync(id, cancellationToken).ConfigureAwait(false) is not null)
            return;
        throw new RunLimitException(
            $"{count} jobs have not ended, as many as may (MaxUnfinishedJobCount): submit it again later");
    }

    private LocalJob? InMemory(string id)
    {
        lock (_gate)
            return _jobs.GetValueOrDefault(id);
    }

    /// <summary>Brings a job into memory; one at a time, so that nobody brings in what has changed since it was
    /// read.</summary>
    private async Task<LocalJob?> LoadAsync(string id, CancellationToken cancellationToken)
    {
        await _loading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (InMemory(id) is { } known)
                return known;
            if (await _registry.FindAsync(id, cancellationToken).ConfigureAwait(false) is not { } record)
                return null;
            // Nobody works on a job that is not in memory, whatever its record says.
            if (record.State == JobState.Running)
                record = record with { State = JobState.Queued };
            var status = await StoredStatus.OfAsync(_registry, record, cancellationToken).ConfigureAwait(false);
            var job = new LocalJob(record, status);
            lock (_gate)
                _jobs.Add(id, job);
            return job;
        }
        finally
        {
            _loading.Release();
        }
    }

    /// <summary>Gives free places to the jobs that wait, the most urgent and then the oldest first.</summary>
    private void FillPlaces()
    {
        lock (_gate)
        {
            while (_placesTaken < _options.MaxRunningJobCount && !_stopping.IsCancellationRequested)
            {
                var next = _jobs.Values.Where(j => j.MayStart)
                    .OrderByDescending(j => j.Record.Priority).ThenBy(j => j.Record.SubmittedAt)
                    .ThenBy(j => j.Record.Id, StringComparer.Ordinal).FirstOrDefault();
                if (next is null)
                    return;
                next.HasPlace = true;
                _placesTaken++;
                var work = Task.Run(() => WorkAsync(next), CancellationToken.None);
                _works.Add(work);
                work.ContinueWith(
                    w =>
                    {
                        lock (_gate)
                            _works.Remove(w);
                    },
                    CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }
    }

    private async Task WorkAsync(LocalJob job)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        try
        {
            var mayRun = await MoveAsync(
                job, r => r.State == JobState.Queued ? r with { State = JobState.Running, Reason = null } : null, stop)
                .ConfigureAwait(false);
            if (!mayRun)
                return;
            await RunAsync(job, stop.Token).ConfigureAwait(false);
            await MoveAsync(
                job, r => r.HasEnded ? null : r with { State = JobState.Finished, Reason = null }, null)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Paused or cancelled, which the record says; or this process ends, and the next one goes on.
        }
#pragma warning disable CA1031 // Whatever ends a run, its job says why, and the other jobs go on.
        catch (Exception error)
#pragma warning restore CA1031
        {
            await FailAsync(job, error).ConfigureAwait(false);
        }
        finally
        {
            await RestAsync(job).ConfigureAwait(false);
        }
    }

    private async Task RunAsync(LocalJob job, CancellationToken cancellationToken)
    {
        var wanted = job.Record.Job;
        var images = _images.Open(wanted.Images.Store);
        using var model = _models.Load(wanted.Model);
        var request = new RunRequest(wanted, images, _registry.FolderOf(job.Record.Id).Store, model);
        await _grid.RunAsync(request, new LocalJobProgress(job), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Changes a record in the store and then here.</summary>
    /// <param name="job">The job.</param>
    /// <param name="change">The next record; null for no change.</param>
    /// <param name="stop">What ends the run that now begins; null where it ends.</param>
    /// <returns>False where there was no change.</returns>
    private async Task<bool> MoveAsync(
        LocalJob job, Func<JobRecord, JobRecord?> change, CancellationTokenSource? stop)
    {
        await job.Turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            if (change(job.Record) is not { } next)
                return false;
            await _registry.PutAsync(next, _stopping.Token).ConfigureAwait(false);
            job.Stop = stop;
            job.Set(next);
            return true;
        }
        finally
        {
            job.Turn.Release();
        }
    }

    /// <summary>Takes that a job cannot go on. A store that cannot be told of it is the likely reason.</summary>
    private async Task FailAsync(LocalJob job, Exception error)
    {
        await job.Turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            if (job.Record.HasEnded || job.Record.State == JobState.Paused)
                return;
            var reason = error is ScreenDataException or BlobStoreException
                ? error.Message
                : $"{error.Message} ({error.GetType().Name})";
            var failed = job.Record with { State = JobState.Failed, Reason = reason };
            try
            {
                await _registry.PutAsync(failed, _stopping.Token).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // The job stays in memory as failed; after a restart it is found as unfinished.
            catch (Exception)
#pragma warning restore CA1031
            {
                job.IsUnsaved = true;
            }

            job.Set(failed);
        }
        finally
        {
            job.Turn.Release();
        }
    }

    private async Task RestAsync(LocalJob job)
    {
        await job.Turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        job.Stop = null;
        lock (_gate)
        {
            job.HasPlace = false;
            _placesTaken--;
        }

        ForgetIfEnded(job);
        job.Turn.Release();
        FillPlaces();
    }

    // With the job's turn held.
    private void ForgetIfEnded(LocalJob job)
    {
        lock (_gate)
        {
            if (job.IsForgotten || job.HasPlace || job.IsUnsaved || !job.Record.HasEnded)
                return;
            job.IsForgotten = true;
            _jobs.Remove(job.Record.Id);
        }
    }
}
