using HcsGrid.Runs.Coordination;

namespace HcsGrid.Grains;

/// <summary>
/// A job that somebody in this process watches.
/// </summary>
internal sealed class WatchedJob(RunAnswer first)
{
    private readonly Lock _gate = new();
    private (long Coordinator, long Sequence) _newest = (first.Coordinator, first.Status!.Sequence);

    public StatusFeed Feed { get; } = new(first.Status!);

    /// <summary>Watchers; changed under the lock of whoever holds the job.</summary>
    public int WatcherCount { get; set; }

    /// <summary>Takes what a coordinator tells, unless something newer was told.</summary>
    public void Take(RunAnswer answer)
    {
        lock (_gate)
        {
            if (answer.Status is not { } status || (answer.Coordinator, status.Sequence).CompareTo(_newest) <= 0)
                return;
            _newest = (answer.Coordinator, status.Sequence);
            Feed.Publish(_ => status);
        }
    }
}
