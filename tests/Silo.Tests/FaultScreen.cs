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
    private readonly TempFolder _folder = new();

    private FaultScreen(int wellCount) => WellCount = wellCount;

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
        var folder = Directory.CreateTempSubdirectory("hcsgrid-images-").FullName;
        await simulation.WriteAsync(new FolderBlobStore(folder), null, Environment.ProcessorCount);
        var screen = new FaultScreen(plateCount * wellsPerPlate)
        {
            Images = folder,
            Job = SimulatedRuns.JobOf(folder, wellsPerPlate),
        };
        await screen.MakeReferenceAsync();
        return screen;
    }

    /// <summary>CellProfiler's example plate of 96 wells.</summary>
    public static async Task<FaultScreen> Sbs96Async()
    {
        var images = Shared.PathOf("data", "sbs96");
        var job = JobFile.Read(Path.Combine(Shared.RepositoryRoot, "docs", "examples", "sbs96.json"));
        var screen = new FaultScreen(96)
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

    public void Dispose()
    {
        _folder.Dispose();
        if (Images.StartsWith(Path.GetTempPath(), StringComparison.Ordinal))
            Directory.Delete(Images, recursive: true);
    }

    private Task MakeReferenceAsync() => ReferenceRun.MakeAsync(Job, Images, _folder.PathOf("reference"));
}
