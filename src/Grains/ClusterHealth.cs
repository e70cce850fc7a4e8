using HcsGrid.Plates;
using HcsGrid.Storage;

namespace HcsGrid.Grains;

/// <summary>
/// Whether a process of the cluster can do its part just now.
/// </summary>
public sealed class ClusterHealth(IBlobStore store, IGrainFactory grains, IServiceProvider services)
{
    /// <summary>Looks at the store, the cluster and, in a silo, its models.</summary>
    /// <returns>Why it is not ready; null where it is.</returns>
    public async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            await store.EnsureWritableAsync(cancellationToken);
            if (services.GetService(typeof(SiloHeartbeat)) is SiloHeartbeat heartbeat)
                return heartbeat.WhyNotReady();
            await grains.GetGrain<ICapacityGrain>(0).PingAsync().WaitAsync(cancellationToken);
            return null;
        }
        catch (Exception error) when (
            error is BlobStoreException or ScreenDataException or OrleansException or TimeoutException or IOException or
            InvalidOperationException)
        {
            return error.Message;
        }
    }
}
