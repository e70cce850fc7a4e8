using Orleans.Concurrency;

namespace HcsGrid.Grains;

/// <inheritdoc cref="IPlateGrain"/>
[Reentrant]
internal sealed class PlateGrain(SiloRuns runs, GrainsOptions options, TimeProvider time)
    : Grain, IPlateGrain, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task<OpenedPlate>? _opening;
    private Task? _finishing;
    private int _finishingCount;

    public async Task<OpenedPlate?> OpenAsync()
    {
        var (job, plate) = WellKey.ParsePlate(this.GetPrimaryKeyString());
        var opening = _opening ??= Task.Run(() => runs.OpenPlateAsync(job, plate, _stop.Token));
        if (!await EndsSoonAsync(opening))
            return null;
        _opening = null;
        return await opening;
    }

    public async Task<bool> FinishAsync(int doneCount)
    {
        var (job, plate) = WellKey.ParsePlate(this.GetPrimaryKeyString());
        if (_finishing is { } other && _finishingCount != doneCount)
        {
            // Tables of other wells are to be made: one after the other.
            if (!await EndsSoonAsync(other))
                return false;
            _finishing = null;
        }

        _finishingCount = doneCount;
        var finishing = _finishing ??= Task.Run(() => runs.FinishPlateAsync(job, plate, doneCount, _stop.Token));
        if (!await EndsSoonAsync(finishing))
            return false;
        _finishing = null;
        await finishing;
        DeactivateOnIdle();
        return true;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        foreach (var work in (Task?[])[_opening, _finishing])
        {
            if (work is not null)
                await Task.WhenAny(work, Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken));
        }
    }

    public void Dispose() => _stop.Dispose();

    /// <summary>Waits for a while, or until the work has ended, how ever that was.</summary>
    private async Task<bool> EndsSoonAsync(Task work)
    {
        await work.WaitAsync(options.AskAgainAfter, time).ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return work.IsCompleted;
    }
}
