using HcsGrid.Storage;

namespace HcsGrid.Grains;

/// <summary>
/// Whether a process of the cluster can do its part just now.
/// </summary>
public sealed class ClusterHealth(
    IBlobStore store, IGrainFactory grains, IServiceProvider services, TimeProvider time)
{
    private readonly WritableCheck _store = new(store, time);

    /// <summary>Looks at the store (<see cref="WritableCheck"/>), the cluster and, in a silo, its models.</summary>
    /// <returns>Why it is not ready; null where it is.</returns>
    public async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await _store.WhyNotAsync(cancellationToken) is { } reason)
                return reason;
            if (services.GetService(typeof(SiloHeartbeat)) is SiloHeartbeat heartbeat)
                return heartbeat.WhyNotReady();
            await grains.GetGrain<ICapacityGrain>(0).PingAsync().WaitAsync(cancellationToken);
            return null;
        }
        catch (Exception error) when (
            error is OrleansException or TimeoutException or IOException or InvalidOperationException)
        {
            return error.Message;
        }
    }
}
