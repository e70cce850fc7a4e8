using Microsoft.Extensions.Hosting;

namespace HcsGrid.Web;

/// <summary>
/// Leaves signals to the program that holds the server: it alone decides when the server ends.
/// </summary>
internal sealed class ServerLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
