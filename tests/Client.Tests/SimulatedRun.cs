using System.Text.Json.Nodes;
using HcsGrid.Plates;
using HcsGrid.Simulation;
using HcsGrid.Storage;

namespace HcsGrid.Client.Tests;

/// <summary>
/// A small simulated plate (24 wells × 2 sites × 3 channels), run once from start to end with one worker: what every
/// other way through the same job is compared with.
/// </summary>
public sealed class SimulatedRun : IAsyncLifetime
{
    private readonly TempFolder _folder = new();

    internal const int WellCount = 24;

    internal const int TilesPerWell = 2 * 3 * 4;

    internal string Plate { get; private set; } = "";

    internal string Images => _folder.PathOf("images");

    internal string Job => _folder.PathOf("job.json");

    /// <summary>The run folder of the undisturbed run.</summary>
    internal string Reference => _folder.PathOf("reference");

    internal ProcessResult ReferenceResult { get; private set; } = new(-1, "", "");

    public async ValueTask InitializeAsync()
    {
        var screen = new SimulatedScreen(new SimulatedScreenOptions
        {
            Seed = 5,
            PlateCount = 1,
            PlateFormat = PlateFormat.FromWellCount(WellCount),
            SitesPerWell = 2,
            ImageWidth = 256,
            ImageHeight = 256,
            MoaCount = 2,
            CompoundsPerMoa = 2,
            DosesMicromolar = [1, 3, 10],
        });
        Plate = screen.Plates[0].Barcode;
        await screen.WriteAsync(new FolderBlobStore(Images), null, Environment.ProcessorCount);
        await File.WriteAllTextAsync(Job, JobNamed("simulated").ToJsonString());
        ReferenceResult = await RunAsync(Reference, "--workers", "1");
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    internal Task<ProcessResult> RunAsync(string output, params string[] more) =>
        HcsGridProcess.RunAsync([.. Arguments(output), .. more]);

    internal string[] Arguments(string output) => ["run", Job, "--out", output, "--json"];

    internal static JsonObject JobNamed(string name) => new()
    {
        ["name"] = name,
        ["images"] = new JsonObject
        {
            ["store"] = "images",
            ["pattern"] = "images/{plate}/{*}_{well}_s{site}_{channel}.tif"
        },
        ["channels"] = new JsonArray(
            [.. ((string[])["DNA", "Cyto", "Fibre"]).Select(c => (JsonNode)new JsonObject { ["name"] = c })]),
        ["plateFormat"] = WellCount,
        ["plateMap"] = new JsonObject
        {
            ["barcodes"] = "barcode_platemap.csv",
            ["metadata"] = "external_metadata.tsv",
            ["doseUnit"] = "mM",
        },
    };
}
