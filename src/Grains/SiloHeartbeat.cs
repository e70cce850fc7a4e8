using Microsoft.Extensions.Hosting;

namespace HcsGrid.Grains;

/// <summary>
/// Tells the cluster what this silo can do, as long as it runs, and drains it when it is to stop.
/// </summary>
internal sealed partial class SiloHeartbeat(
    IGrainFactory grains, ILocalSiloDetails silo, SiloModels models, SiloRuns runs, InferenceDirectory directory,
    GrainsOptions options, TimeProvider time, ILogger<SiloHeartbeat> logger) : BackgroundService
{
    private volatile bool _isDraining;
    private volatile bool _isReady;
    private long _mendedAt;
    private Task _keeping = Task.CompletedTask;

    /// <summary>Why the silo takes no work just now; null where it does.</summary>
    public string? WhyNotReady() =>
        _isDraining ? "The silo drains"
        : !_isReady ? "The cluster does not know of this silo yet"
        : models.All.FirstOrDefault(m => m.Batcher is null) is { } model ? $"The model {model.Card.Name} does not work"
        : null;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // The cluster is told first, so that nobody sends more; then what runs here goes on to its end.
        _isDraining = true;
        LogDraining(logger, runs.WellCount);
        var began = time.GetTimestamp();
        using var timer = new PeriodicTimer(options.Tick, time);
        await TellAsync();
        while (runs.WellCount > 0 && time.GetElapsedTime(began) < options.DrainTime &&
            !cancellationToken.IsCancellationRequested)
            await timer.WaitForNextTickAsync(CancellationToken.None);
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Heartbeat, time);
        do
        {
            if (_mendedAt == 0 || time.GetElapsedTime(_mendedAt) >= options.ModelRetry)
            {
                _mendedAt = time.GetTimestamp();
                _ = Task.Run(models.MendAsync, stoppingToken);
            }

            await TellAsync();
            if (_keeping.IsCompleted)
                _keeping = KeepAsync();
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task TellAsync()
    {
        try
        {
            var report = new SiloReport(
                silo.SiloAddress, _isDraining ? 0 : options.WellSlots, _isDraining ? [] : models.Working);
            directory.Update(await grains.GetGrain<ICapacityGrain>(0).ReportAsync(report));
            _isReady = true;
        }
        // The silo that holds these grains may be gone just now; the next beat finds them elsewhere.
        catch (Exception error) when (error is not OperationCanceledException)
        {
            GrainsInstruments.CountFailure(FailureCause.Of(error));
            LogNotTold(logger, error.Message);
        }
    }

    /// <summary>Sees to it that unfinished jobs go on. A store that is away keeps this waiting, and must not keep the
    /// silo from telling of itself: it would count as gone, and its models with it.</summary>
    private async Task KeepAsync()
    {
        try
        {
            await grains.GetGrain<IJobKeeperGrain>(0).KeepAsync();
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            GrainsInstruments.CountFailure(FailureCause.Of(error));
            LogNotKept(logger, error.Message);
        }
    }

    [LoggerMessage(LogLevel.Information, "The silo drains: {WellCount} wells go on to their end")]
    private static partial void LogDraining(ILogger logger, int wellCount);

    [LoggerMessage(LogLevel.Warning, "The cluster could not be told of this silo: {Reason}")]
    private static partial void LogNotTold(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Warning, "Unfinished jobs could not be looked for: {Reason}")]
    private static partial void LogNotKept(ILogger logger, string reason);
}
