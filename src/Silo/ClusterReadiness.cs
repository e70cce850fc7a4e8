using HcsGrid.Grains;
using HcsGrid.Web;

namespace HcsGrid.Silo;

/// <summary>
/// A process is ready when it can do its part in the cluster.
/// </summary>
internal sealed class ClusterReadiness(ClusterHealth health) : IReadinessCheck
{
    public string Name => "cluster";

    public Task<string?> CheckAsync(CancellationToken cancellationToken) => health.CheckAsync(cancellationToken);
}
