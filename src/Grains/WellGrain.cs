using HcsGrid.Runs;
using Orleans.Concurrency;
using Orleans.Placement;

namespace HcsGrid.Grains;

/// <inheritdoc cref="IWellGrain"/>
/// <remarks>Placed where its coordinator has a slot (a hint), anywhere else where that silo is gone. It goes as soon as
/// its well has ended, so that a silo's memory does not grow with the screen.</remarks>
[Reentrant]
[RandomPlacement]
internal sealed class WellGrain(SiloRuns runs, GrainsOptions options, TimeProvider time)
    : Grain, IWellGrain, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task<RunProblem?>? _work;

    public async Task<WellAnswer> RunAsync()
    {
        if (_work is null or { IsFaulted: true } or { IsCanceled: true })
        {
            var key = WellKey.Parse(this.GetPrimaryKeyString());
            _work = Task.Run(() => runs.RunWellAsync(key, _stop.Token), _stop.Token);
            _ = LeaveAfterAsync(_work);
        }

        var work = _work;
        try
        {
            return new WellAnswer(HasEnded: true, await work.WaitAsync(options.AskAgainAfter, time));
        }
        catch (TimeoutException) when (!work.IsCompleted)
        {
            return new WellAnswer(HasEnded: false);
        }
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        if (_work is { } work)
            await Task.WhenAny(work, Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken));
    }

    public void Dispose() => _stop.Dispose();

    private async Task LeaveAfterAsync(Task work)
    {
        await work.ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        DeactivateOnIdle();
    }
}
