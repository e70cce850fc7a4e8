using System.Runtime.CompilerServices;
using System.Threading.Channels;
using HcsGrid.Runs.Coordination;

namespace HcsGrid.Grains;

/// <summary>
/// Watches jobs for all watchers of this process: one subscription a job, however many they are.
/// </summary>
/// <remarks>A watcher that is slower than the changes gets the newest. The subscription is renewed while somebody watches,
/// so that it lives on where the job's coordinator comes back elsewhere. Safe to use from any thread.</remarks>
public sealed class StatusFeed(IGrainFactory grains, GrainsOptions options, TimeProvider time) : IRunObserver
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<Channel<RunStatus>>> _watchers = new(StringComparer.Ordinal);
    private IRunObserver? _reference;

    /// <inheritdoc/>
    public Task OnChangedAsync(RunStatus status)
    {
        lock (_gate)
        {
            foreach (var watcher in _watchers.GetValueOrDefault(status.Id, []))
                watcher.Writer.TryWrite(status);
        }

        return Task.CompletedTask;
    }

    /// <summary>Tells of a job at once and after every change until it has ended.</summary>
    public async IAsyncEnumerable<RunStatus> WatchAsync(
        string id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<RunStatus>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        Add(id, channel);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var renewing = RenewAsync(id, channel, stop.Token);
        try
        {
            RunStatus? last = null;
            await foreach (var status in channel.Reader.ReadAllAsync(cancellationToken))
            {
                if (status == last)
                    continue;
                yield return last = status;
                if (status.State is JobState.Finished or JobState.Failed or JobState.Cancelled)
                    yield break;
            }
        }
        finally
        {
            await stop.CancelAsync();
            await renewing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Remove(id, channel);
        }
    }

    /// <summary>Says again and again that the job is watched: what is answered counts as a change.</summary>
    private async Task RenewAsync(string id, Channel<RunStatus> channel, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var answer = await grains.GetGrain<IJobGrain>(id).WatchAsync(Reference());
                if (answer.Status is null)
                {
                    channel.Writer.TryComplete();
                    return;
                }

                channel.Writer.TryWrite(answer.Status);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // The cluster is away for a while: watchers wait with it.
                GrainsInstruments.CountFailure(FailureCause.Of(error));
            }

            await Task.Delay(options.WatchRenewal, time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private IRunObserver Reference()
    {
        lock (_gate)
            return _reference ??= grains.CreateObjectReference<IRunObserver>(this);
    }

    private void Add(string id, Channel<RunStatus> channel)
    {
        lock (_gate)
        {
            if (!_watchers.TryGetValue(id, out var watchers))
                _watchers[id] = watchers = [];
            watchers.Add(channel);
        }
    }

    private void Remove(string id, Channel<RunStatus> channel)
    {
        bool isLast;
        lock (_gate)
        {
            _watchers[id].Remove(channel);
            isLast = _watchers[id].Count == 0;
            if (isLast)
                _watchers.Remove(id);
        }

        if (isLast && _reference is { } reference)
            _ = grains.GetGrain<IJobGrain>(id).UnwatchAsync(reference);
    }
}
