using System.Runtime.CompilerServices;
using HcsGrid.Runs.Coordination;

namespace HcsGrid.Grains;

/// <summary>
/// Watches jobs for all watchers of this process: one subscription a job, however many they are.
/// </summary>
/// <remarks>A watcher that is slower than the changes gets the newest. The subscription is renewed while somebody
/// watches, so that it lives on where the job's coordinator comes back elsewhere. Safe to use from any
/// thread.</remarks>
public sealed class ClusterWatch(IGrainFactory grains, GrainsOptions options, TimeProvider time) : IRunObserver
{
    private readonly PatientCalls _calls = new(options, time);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, WatchedJob> _jobs = new(StringComparer.Ordinal);
    private IRunObserver? _reference;

    /// <inheritdoc/>
    public Task OnChangedAsync(RunAnswer answer)
    {
        if (answer.Status is { } status)
            Find(status.Id)?.Take(answer);
        return Task.CompletedTask;
    }

    /// <summary>Tells of a job at once and after every change until it has ended.</summary>
    public async IAsyncEnumerable<RunStatus> WatchAsync(
        string id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var first = await _calls.AskAsync(
            () => grains.GetGrain<IJobGrain>(id), g => g.WatchAsync(Reference()), cancellationToken);
        if (first.Status is null)
            yield break;
        var job = Enter(id, first);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var renewing = RenewAsync(id, job, stop.Token);
        try
        {
            await foreach (var status in job.Feed.WatchAsync(cancellationToken))
                yield return status;
        }
        finally
        {
            await stop.CancelAsync();
            await renewing.ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            Leave(id, job);
        }
    }

    /// <summary>Says again and again that the job is watched: what is answered counts as told.</summary>
    private async Task RenewAsync(string id, WatchedJob job, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(options.WatchRenewal, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                job.Take(await grains.GetGrain<IJobGrain>(id).WatchAsync(Reference()));
            }
            // The cluster is away for a while: watchers wait with it.
            catch (Exception error) when (error is not OperationCanceledException)
            {
                GrainsInstruments.CountFailure(FailureCause.Of(error));
            }
        }
    }

    private IRunObserver Reference()
    {
        lock (_gate)
            return _reference ??= grains.CreateObjectReference<IRunObserver>(this);
    }

    private WatchedJob? Find(string id)
    {
        lock (_gate)
            return _jobs.GetValueOrDefault(id);
    }

    private WatchedJob Enter(string id, RunAnswer first)
    {
        lock (_gate)
        {
            if (!_jobs.TryGetValue(id, out var job))
                _jobs[id] = job = new WatchedJob(first);
            job.WatcherCount++;
            job.Take(first);
            return job;
        }
    }

    private void Leave(string id, WatchedJob job)
    {
        lock (_gate)
        {
            if (--job.WatcherCount > 0)
                return;
            _jobs.Remove(id);
        }

        _ = grains.GetGrain<IJobGrain>(id).UnwatchAsync(Reference());
    }
}
