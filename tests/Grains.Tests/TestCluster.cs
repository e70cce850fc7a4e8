using HcsGrid.Inference;
using HcsGrid.Inference.Tests;
using HcsGrid.Runs.Coordination;
using HcsGrid.Runs.Tests;
using HcsGrid.Storage;
using HcsGrid.Tests;
using Microsoft.Extensions.DependencyInjection;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace HcsGrid.Grains.Tests;

/// <summary>
/// Real silos in this process over one store in memory.
/// </summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Func<FakeModel> _model;
    private readonly List<TestSilo> _silos = [];
    private readonly List<OwnModels> _models = [];

    private TestCluster(Func<FakeModel> model) => _model = model;

    /// <summary>The bounds of a silo that has the model, hasty for tests.</summary>
    public static GrainsOptions Options { get; } = new()
    {
        WellSlots = 3,
        Models = ["fake"],
        Batcher = new TileBatcherOptions { RunnerCount = 1, MaxWait = TimeSpan.FromMilliseconds(1) },
        Heartbeat = TimeSpan.FromMilliseconds(200),
        HeartbeatPatience = TimeSpan.FromSeconds(2),
        KeepPeriod = TimeSpan.FromMilliseconds(500),
        Tick = TimeSpan.FromMilliseconds(50),
        ModelRetry = TimeSpan.FromMilliseconds(500),
        WatchRenewal = TimeSpan.FromSeconds(1),
        DrainTime = TimeSpan.FromSeconds(10),
    };

    /// <summary>The cluster's name.</summary>
    public string Id { get; } = $"test-{Guid.NewGuid():N}";

    public MemoryBlobStore Store { get; } = new();

    public IReadOnlyList<TestSilo> Silos => _silos;

    /// <summary>The models of each silo.</summary>
    public IReadOnlyList<OwnModels> Models => _models;

    /// <summary>What grains of all silos call.</summary>
    public CallCounter Calls { get; } = new();

    /// <summary>The run service of the first silo that runs.</summary>
    public IRunService Runs => _silos.First(s => s.IsRunning).Services.GetRequiredService<IRunService>();

    public JobRegistry Jobs => new(Store);

    /// <summary>Starts silos over a screen's images; its job is given their address.</summary>
    public static async Task<TestCluster> StartAsync(
        SmallScreen screen, IReadOnlyList<GrainsOptions> silos, Func<FakeModel>? model = null)
    {
        var cluster = new TestCluster(model ?? (() => new FakeModel(4)));
        var images = new FolderBlobStore(cluster._folder.PathOf("images"));
        foreach (var key in screen.Images.Keys)
            await images.PutAsync(new BlobKey(key), screen.Images[key]);
        screen.Job = screen.Job with { Images = screen.Job.Images with { Store = cluster._folder.PathOf("images") } };
        foreach (var options in silos)
            await cluster.AddAsync(options);
        return cluster;
    }

    /// <summary>Starts a further silo; the first after all had ended begins a cluster of its own.</summary>
    public async Task<TestSilo> AddAsync(GrainsOptions options)
    {
        var models = new OwnModels(_model);
        var silo = await TestSilo.StartAsync(
            options, Store, new AllowedStores([_folder.PathOf("images")]), models,
            _silos.FirstOrDefault(s => s.IsRunning)?.Port, Id, Calls);
        _silos.Add(silo);
        _models.Add(models);
        return silo;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _silos.Where(s => s.IsRunning).Reverse())
            await silo.KillAsync();
        _folder.Dispose();
    }
}
