using HcsGrid.Runs;
using HcsGrid.Runs.Coordination;
using HcsGrid.Storage;

namespace HcsGrid.Benchmarks;

/// <summary>
/// Silos of their own processes on this machine over one store, and the jobs that they are given.
/// </summary>
internal sealed class BenchmarkCluster : IDisposable
{
    public const string FirstId = "benchmark-1";
    private readonly string _folder;
    private readonly JobRegistry _jobs;
    private readonly MadeUpModel _model;
    private readonly List<SiloProcess> _silos = [];

    private BenchmarkCluster(string folder, MadeUpModel model)
    {
        _model = model;
        _folder = Directory.CreateDirectory(Path.Combine(folder, $"hcsgrid-cluster-{Environment.ProcessId}")).FullName;
        _jobs = new JobRegistry(new FolderBlobStore(_folder));
    }

    public IReadOnlyList<SiloProcess> Silos => _silos;

    /// <summary>Plans a screen into a store in a folder and starts silos, each with so many slots for wells and with
    /// the model or without it.</summary>
    public static async Task<BenchmarkCluster> StartAsync(
        string folder, ListedScreen screen, MadeUpModel model, MadeUpImage image,
        IReadOnlyList<(int WellSlots, bool HasModel)> silos)
    {
        var cluster = new BenchmarkCluster(folder, model);
        await cluster.AddAsync(FirstId, screen);
        var primary = SiloProcess.FreePort();
        foreach (var (slots, hasModel) in silos)
        {
            cluster._silos.Add(await SiloProcess.StartAsync(new ClusterSiloSettings
            {
                Store = cluster._folder,
                Port = cluster._silos.Count == 0 ? primary : SiloProcess.FreePort(),
                GatewayPort = SiloProcess.FreePort(),
                PrimaryPort = primary,
                WellSlots = slots,
                HasModel = hasModel,
                Model = model,
                Image = image,
            }));
        }

        return cluster;
    }

    /// <summary>Plans a screen and queues it as a job; the silos find it in the store within seconds.</summary>
    public async Task AddAsync(string id, ListedScreen screen)
    {
        var job = RunSession.WithModel(screen.Job with { Model = MadeUpModel.Name }, _model.ToCard());
        job = job with { Images = job.Images with { Store = _folder } };
        var run = _jobs.FolderOf(id);
        await run.BeginAsync(job, CancellationToken.None);
        await new PlanBlobs(run).WriteAsync(
            await ScreenPlan.MakeAsync(job, screen, CancellationToken.None), CancellationToken.None);
        await _jobs.AddAsync(
            new JobRecord
            {
                Id = id,
                Job = job,
                SubmittedAt = TimeProvider.System.GetUtcNow(),
                State = JobState.Queued,
            }, CancellationToken.None);
    }

    public async Task<JobRecord> RecordAsync(string id = FirstId) =>
        (await _jobs.FindAsync(id, CancellationToken.None))!;

    public void Dispose()
    {
        foreach (var silo in Enumerable.Reverse(_silos))
            silo.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
