using System.Net;
using System.Net.Sockets;
using HcsGrid.Inference;
using HcsGrid.Inference.Tests;
using HcsGrid.Runs.Coordination;
using HcsGrid.Runs.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace HcsGrid.Grains.Tests;

/// <summary>
/// Real silos in this process over one store in memory, with a client.
/// </summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private readonly string _id = $"test-{Guid.NewGuid():N}";
    private readonly List<TestSilo> _silos = [];
    private int _primaryPort;

    public MemoryBlobStore Store { get; init; } = new();

    public required MemoryBlobStore Images { get; init; }

    /// <summary>Makes the model of a silo.</summary>
    public Func<FakeModel> Model { get; init; } = () => new FakeModel(4);

    public IReadOnlyList<TestSilo> Silos => _silos;

    /// <summary>The run service of the first silo that runs.</summary>
    public IRunService Runs => _silos.First(s => s.IsRunning).Services.GetRequiredService<IRunService>();

    public JobRegistry Jobs => new(Store);

    public static GrainsOptions Options { get; } = new()
    {
        WellSlots = 3,
        HasModels = true,
        Batcher = new TileBatcherOptions { RunnerCount = 1, MaxWait = TimeSpan.FromMilliseconds(1) },
        Heartbeat = TimeSpan.FromMilliseconds(200),
        HeartbeatPatience = TimeSpan.FromSeconds(2),
        KeepPeriod = TimeSpan.FromMilliseconds(500),
        Tick = TimeSpan.FromMilliseconds(50),
        ModelRetry = TimeSpan.FromMilliseconds(500),
        DrainTime = TimeSpan.FromSeconds(10),
    };

    public static async Task<TestCluster> StartAsync(SmallScreen screen, params GrainsOptions[] silos)
    {
        var cluster = new TestCluster { Images = screen.Images };
        foreach (var options in silos)
            await cluster.AddAsync(options);
        return cluster;
    }

    public async Task<TestSilo> AddAsync(GrainsOptions options)
    {
        var (siloPort, gatewayPort) = (FreePort(), FreePort());
        if (_primaryPort == 0 || !_silos.Any(s => s.IsRunning))
            _primaryPort = siloPort;
        var models = new FakeModels(Model);
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(
                siloPort, gatewayPort, new IPEndPoint(IPAddress.Loopback, _primaryPort), "hcsgrid", _id);
            silo.Configure<ClusterMembershipOptions>(o =>
            {
                o.ProbeTimeout = TimeSpan.FromMilliseconds(500);
                o.NumMissedProbesLimit = 2;
                o.NumVotesForDeathDeclaration = 1;
                o.TableRefreshTimeout = TimeSpan.FromSeconds(2);
            });
        });
        builder.Logging.AddProvider(new TestLog(TestContext.Current.TestOutputHelper));
        builder.Services.AddHcsGridSilo(options, Store, new MemoryImageStores(Images), models);
        var host = builder.Build();
        await host.StartAsync().WaitAsync(FakeModel.Patience);
        var added = new TestSilo(host, models);
        _silos.Add(added);
        return added;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _silos.Where(s => s.IsRunning).Reverse())
            await silo.KillAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
