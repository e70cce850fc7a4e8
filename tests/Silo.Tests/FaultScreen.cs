using HcsGrid.Plates;
using HcsGrid.Runs.Jobs;
using HcsGrid.Runs.Tests;
using HcsGrid.Simulation;
using HcsGrid.Storage;
using HcsGrid.Tests;

namespace HcsGrid.Silo.Tests;

/// <summary>
/// A screen that is run under faults: its images in a folder, its job, and its run on one machine.
/// </summary>
internal sealed class FaultScreen : IDisposable
{
    private readonly TempFolder _folder;

    /// <param name="folder">All that is the screen's own, and goes with it. Images elsewhere are others'.</param>
    /// <param name="wellCount">Wells of the screen.</param>
    private FaultScreen(TempFolder folder, int wellCount) => (_folder, WellCount) = (folder, wellCount);

    public int WellCount { get; }

    /// <summary>The folder of the images.</summary>
    public string Images { get; private init; } = "";

    public required ScreenJob Job { get; init; }

    /// <summary>Simulates plates of one site a well.</summary>
    public static async Task<FaultScreen> SimulateAsync(int plateCount, int wellsPerPlate)
    {
        var simulation = new SimulatedScreen(new SimulatedScreenOptions
        {
            Seed = 5,
            PlateCount = plateCount,
            PlateFormat = PlateFormat.FromWellCount(wellsPerPlate),
            SitesPerWell = 1,
            ImageWidth = 256,
            ImageHeight = 256,
            MoaCount = 2,
            CompoundsPerMoa = 2,
            DosesMicromolar = [1, 3, 10],
        });
        var folder = new TempFolder();
        var images = folder.PathOf("images");
        await simulation.WriteAsync(new FolderBlobStore(images), null, Environment.ProcessorCount);
        var screen = new FaultScreen(folder, plateCount * wellsPerPlate)
        {
            Images = images,
            Job = SimulatedRuns.JobOf(images, wellsPerPlate),
        };
        await screen.MakeReferenceAsync();
        return screen;
    }

    /// <summary>CellProfiler's example plate of 96 wells.</summary>
    public static async Task<FaultScreen> Sbs96Async()
    {
        var images = Shared.PathOf("data", "sbs96");
        var job = JobFile.Read(Path.Combine(Shared.RepositoryRoot, "docs", "examples", "sbs96.json"));
        var screen = new FaultScreen(new TempFolder(), 96)
        {
            Images = images,
            Job = job with { Images = job.Images with { Store = images } },
        };
        await screen.MakeReferenceAsync();
        return screen;
    }

    /// <summary>The job with its images elsewhere.</summary>
    public ScreenJob JobAt(string images) => Job with { Images = Job.Images with { Store = images } };

    /// <summary>Copies the images into another store.</summary>
    public async Task UploadAsync(IBlobStore store)
    {
        var images = new FolderBlobStore(Images);
        await foreach (var blob in images.ListAsync("", default))
        {
            using var content = await images.ReadAsync(blob.Key, int.MaxValue, default);
            await store.PutAsync(blob.Key, content.Bytes, default);
        }
    }

    public Task SameAsLocalAsync(IBlobStore store, string id) =>
        ReferenceRun.SameAsync(_folder.PathOf("reference"), store, id, WellCount);

    public void Dispose() => _folder.Dispose();

    private Task MakeReferenceAsync() => ReferenceRun.MakeAsync(Job, Images, _folder.PathOf("reference"));
}
