using System.Runtime.CompilerServices;

namespace HcsGrid.Runs.Coordination;

/// <summary>
/// A job's status as it changes, for any number of watchers: each is told the newest whenever it is ready for one.
/// </summary>
/// <remarks>There is no queue: a slow watcher misses what was between, never the last. Safe for several
/// threads.</remarks>
public sealed class StatusFeed(RunStatus first)
{
    private readonly Lock _gate = new();
    private RunStatus _current = first;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The newest status.</summary>
    public RunStatus Current
    {
        get
        {
            lock (_gate)
                return _current;
        }
    }

    /// <summary>Changes the status; its sequence grows by one.</summary>
    /// <param name="change">Makes the next status of the last; called under a lock.</param>
    public void Publish(Func<RunStatus, RunStatus> change)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            _current = change(_current) with { Sequence = _current.Sequence + 1 };
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.TrySetResult();
    }

    /// <summary>Tells the status at once and the newest after every change, until the job has ended.</summary>
    public async IAsyncEnumerable<RunStatus> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            RunStatus now;
            Task changed;
            lock (_gate)
                (now, changed) = (_current, _changed.Task);
            yield return now;
            if (now.HasEnded)
                yield break;
            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
