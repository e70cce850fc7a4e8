using HcsGrid.Plates;
using HcsGrid.Runs.Jobs;
using HcsGrid.Runs.Tests;
using HcsGrid.Simulation;
using HcsGrid.Storage;

namespace HcsGrid.Silo.Tests;

/// <summary>
/// A small simulated screen, and its run on one machine: what every cluster's is compared with.
/// </summary>
public sealed class SimulatedRuns : IAsyncLifetime
{
    public const int WellCount = 2 * 24;
    private readonly TempFolder _folder = new();

    /// <summary>The folder of the images.</summary>
    public string Images => _folder.PathOf("images");

    internal ScreenJob Job => JobOf(Images, 24);

    /// <summary>The job of a simulated screen.</summary>
    internal static ScreenJob JobOf(string images, int wellCount) => JobFile.Parse(
        System.Text.Encoding.UTF8.GetBytes(
            """
            {
              "name": "simulated",
              "images": { "store": "IMAGES", "pattern": "images/{plate}/{*}_{well}_s{site}_{channel}.tif" },
              "channels": [{ "name": "DNA" }, { "name": "Cyto" }, { "name": "Fibre" }],
              "plateFormat": WELLS,
              "plateMap": { "barcodes": "barcode_platemap.csv", "metadata": "external_metadata.tsv", "doseUnit": "mM" }
            }
            """.Replace("IMAGES", images, StringComparison.Ordinal)
                .Replace("WELLS", $"{wellCount}", StringComparison.Ordinal)), "job.json");

    public async ValueTask InitializeAsync()
    {
        var screen = new SimulatedScreen(new SimulatedScreenOptions
        {
            Seed = 5,
            PlateCount = 2,
            PlateFormat = PlateFormat.FromWellCount(24),
            SitesPerWell = 2,
            ImageWidth = 256,
            ImageHeight = 256,
            MoaCount = 2,
            CompoundsPerMoa = 2,
            DosesMicromolar = [1, 3, 10],
        });
        var images = new FolderBlobStore(Images);
        await screen.WriteAsync(images, null, Environment.ProcessorCount);
        await ReferenceRun.MakeAsync(Job, Images, _folder.PathOf("reference"));
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A folder for a cluster's store.</summary>
    internal string NewStore() => Directory.CreateDirectory(_folder.PathOf($"store-{Guid.NewGuid():N}")).FullName;

    /// <summary>Demands of a run folder that it holds what one machine made, byte for byte.</summary>
    internal Task SameAsLocalAsync(string store, string id) => ReferenceRun.SameAsync(
        _folder.PathOf("reference"), BlobStores.Open(store), id, WellCount);
}
