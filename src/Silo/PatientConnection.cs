using Microsoft.Extensions.Hosting;

namespace HcsGrid.Silo;

/// <summary>
/// Lets a gateway wait for the cluster as long as it takes: its probes say meanwhile that it is not ready.
/// </summary>
internal sealed class PatientConnection(IHostApplicationLifetime life, TimeProvider time) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, life.ApplicationStopping);
        await Task.Delay(Pause, time, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !end.IsCancellationRequested;
    }
}
