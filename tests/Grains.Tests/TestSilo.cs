using System.Net;
using System.Net.Sockets;
using HcsGrid.Inference;
using HcsGrid.Inference.Tests;
using HcsGrid.Storage;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace HcsGrid.Grains.Tests;

/// <summary>
/// A real silo in this process.
/// </summary>
internal sealed class TestSilo
{
    private readonly IHost _host;

    private TestSilo(IHost host, int port, int gatewayPort) =>
        (_host, Port, GatewayPort) = (host, port, gatewayPort);

    public IServiceProvider Services => _host.Services;

    /// <summary>Where other silos find it.</summary>
    public int Port { get; }

    /// <summary>Where clients find it.</summary>
    public int GatewayPort { get; }

    public bool IsRunning { get; private set; } = true;

    /// <summary>Starts a silo: the first of a cluster, or one that joins another.</summary>
    public static async Task<TestSilo> StartAsync(
        GrainsOptions options, IBlobStore store, AllowedStores images, IModelSource models, int? joined = null,
        string? clusterId = null, CallCounter? calls = null)
    {
        var (port, gatewayPort) = (FreePort(), FreePort());
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(
                port, gatewayPort, new IPEndPoint(IPAddress.Loopback, joined ?? port), "hcsgrid",
                clusterId ?? $"test-{Guid.NewGuid():N}");
            if (calls is not null)
                silo.AddOutgoingGrainCallFilter(calls);
            silo.Configure<ClusterMembershipOptions>(o =>
            {
                // A silo that is killed says so as it goes; one that is only slow must not be taken for dead.
                o.ProbeTimeout = TimeSpan.FromSeconds(2);
                o.NumMissedProbesLimit = 3;
                o.NumVotesForDeathDeclaration = 1;
                o.TableRefreshTimeout = TimeSpan.FromSeconds(2);
            });
        });
        builder.Logging.AddProvider(new TestLog(TestContext.Current.TestOutputHelper));
        builder.Services.AddHcsGridSilo(options, store, images, models);
        var host = builder.Build();
        await host.StartAsync().WaitAsync(FakeModel.Patience);
        return new TestSilo(host, port, gatewayPort);
    }

    /// <summary>Stops it as a rolling upgrade does: it drains first.</summary>
    public Task StopAsync() => EndAsync(CancellationToken.None);

    /// <summary>Ends it without letting anything go on to its end.</summary>
    public Task KillAsync() => EndAsync(new CancellationToken(canceled: true));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task EndAsync(CancellationToken cancellationToken)
    {
        IsRunning = false;
        try
        {
            await _host.StopAsync(cancellationToken).WaitAsync(FakeModel.Patience, CancellationToken.None);
        }
        catch (OperationCanceledException)
        {
            // As asked for.
        }

        if (_host is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
        else
            _host.Dispose();
    }
}
