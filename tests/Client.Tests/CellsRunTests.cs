using System.Globalization;
using System.Text.Json.Nodes;
using HcsGrid.Plates;
using HcsGrid.Simulation;
using HcsGrid.Storage;
using HcsGrid.Tests;

namespace HcsGrid.Client.Tests;

/// <summary>
/// Jobs that cut crops of cells: a simulated plate whose nuclei are found, and the public plate with its locations.
/// </summary>
public sealed class CellsRunTests : IDisposable
{
    private static readonly string Example =
        Path.Combine(Shared.RepositoryRoot, "docs", "examples", "lincs_a549_cells.json");

    private readonly TempFolder _folder = new();

    private string Job => _folder.PathOf("job.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_killed_run_with_nuclei_that_are_found_goes_on_to_the_same_bytes()
    {
        await WriteSimulatedAsync();
        var (reference, run) = (_folder.PathOf("reference"), _folder.PathOf("run"));
        (await RunAsync(Job, reference, "1")).AssertDone();
        var plate = Directory.CreateDirectory(Path.Combine(run, "plates", "SIM0001", "wells")).Parent!.FullName;
        using (var files = new NewFiles(plate, wanted: 4))
        {
            using var process = HcsGridProcess.Start("run", Job, "--out", run, "--workers", "2", "--json");
            Assert.Equal(137, (await process.KillAfterAsync(files.Reached)).ExitCode);
        }

        Assert.InRange(FolderBytes.WellTimesOf(run).Count, 1, SimulatedRun.WellCount - 1);
        (await RunAsync(Job, run, "7")).AssertDone();
        Assert.Empty(FolderBytes.Differences(reference, run));
        var profiles = new Csv(Path.Combine(run, "plates", "SIM0001", "profiles.csv"));
        Assert.Equal(SimulatedRun.WellCount, profiles.Column("Image_Count_Cells").Count);
        Assert.All(Numbers(profiles, "Image_Count_Cells"), count => Assert.InRange(count, 3, 80));
    }

    [Fact]
    public async Task The_public_plate_has_profiles_of_the_cells_that_its_files_locate()
    {
        var data = Shared.PathOf("data", "lincs_a549");
        var result = await HcsGridProcess.RunAsync(
            "run", Example, "--images", data, "--out", _folder.PathOf("run"), "--json");
        Assert.Equal(0, result.Json(0).GetProperty("problems").GetArrayLength());
        var listed = new Csv(_folder.PathOf("run", "plates", "SQ00015230", "profiles.csv"));
        string[] wells = ["A01", "A13", "J18", "P13"];
        Assert.Equal(wells, listed.Column("Metadata_Well"));
        Assert.Equal(
            wells.Select(w => ((string[])["1", "5"]).Average(
                s => File.ReadLines(Path.Combine(data, "locations", $"{w}-{s}-Nuclei.csv")).Count() - 1)),
            Numbers(listed, "Image_Count_Cells"));
        Assert.Equal(
            result.Json(0).GetProperty("tiles").GetInt32(),
            5 * 2 * Numbers(listed, "Image_Count_Cells_Embedded").Sum());
        Assert.All(listed.Columns.Skip(11), column => Assert.All(
            Numbers(listed, column), value => Assert.True(double.IsFinite(value), column)));

        // The same with the nuclei that are found here.
        var job = JsonNode.Parse(await File.ReadAllTextAsync(Example))!;
        job["tiles"]!["cells"] = new JsonObject
        {
            ["channel"] = "DNA",
            ["minimumDiameterPixels"] = 12,
            ["maximumDiameterPixels"] = 80,
        };
        job["images"]!["store"] = data;
        await File.WriteAllTextAsync(Job, job.ToJsonString());
        (await RunAsync(Job, _folder.PathOf("found"), "2")).AssertDone();
        var found = new Csv(_folder.PathOf("found", "plates", "SQ00015230", "profiles.csv"));
        foreach (var (mine, theirs) in Numbers(found, "Image_Count_Cells").Zip(Numbers(listed, "Image_Count_Cells")))
            Assert.InRange(mine / theirs, 0.93, 1.1);
    }

    [Fact]
    public async Task Inspect_lists_the_location_files_that_are_missing()
    {
        await WriteSimulatedAsync();
        var job = JsonNode.Parse(await File.ReadAllTextAsync(Job))!;
        job["tiles"]!["cells"] = new JsonObject { ["locations"] = "locations/{well}_{site:1}.csv" };
        await File.WriteAllTextAsync(Job, job.ToJsonString());
        Directory.CreateDirectory(_folder.PathOf("images", "locations"));
        await File.WriteAllTextAsync(_folder.PathOf("images", "locations", "B03_1.csv"), "");
        var result = await InProcess.RunAsync("inspect", Job, "--json");
        string[] problems = [.. result.Json().GetProperty("problems").EnumerateArray().Select(p => p.GetString()!)];
        Assert.Equal(SimulatedRun.WellCount - 1, problems.Length);
        Assert.Contains(problems, p => p.Contains("A01", StringComparison.Ordinal) &&
            p.Contains("locations/A01_1.csv", StringComparison.Ordinal) &&
            p.Contains("file of cell locations is missing", StringComparison.Ordinal));
        Assert.DoesNotContain(problems, p => p.Contains("B03", StringComparison.Ordinal));
    }

    private static double[] Numbers(Csv table, string column) =>
        [.. table.Column(column).Select(v => double.Parse(v, CultureInfo.InvariantCulture))];

    private static Task<ProcessResult> RunAsync(string job, string output, string workers) =>
        HcsGridProcess.RunAsync("run", job, "--out", output, "--workers", workers, "--json");

    private async Task WriteSimulatedAsync()
    {
        await new SimulatedScreen(new SimulatedScreenOptions
        {
            Seed = 5,
            PlateCount = 1,
            PlateFormat = PlateFormat.FromWellCount(SimulatedRun.WellCount),
            SitesPerWell = 1,
            ImageWidth = 320,
            ImageHeight = 300,
            MoaCount = 2,
            CompoundsPerMoa = 2,
            DosesMicromolar = [1, 3, 10],
        }).WriteAsync(new FolderBlobStore(_folder.PathOf("images")), null, Environment.ProcessorCount);
        var job = SimulatedRun.JobNamed("cells");
        job["tiles"] = new JsonObject
        {
            ["cells"] = new JsonObject
            {
                ["channel"] = "DNA",
                ["minimumDiameterPixels"] = 10,
                ["maximumDiameterPixels"] = 45,
            },
        };
        await File.WriteAllTextAsync(Job, job.ToJsonString());
    }
}
