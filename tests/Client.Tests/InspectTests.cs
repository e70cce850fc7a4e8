using System.Text.Json;
using System.Text.Json.Nodes;

namespace HcsGrid.Client.Tests;

/// <summary>
/// <c>hcsgrid inspect</c> and <c>hcsgrid report</c> on everything that a run leaves behind.
/// </summary>
public sealed class InspectTests(SimulatedRun simulated) : IClassFixture<SimulatedRun>, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_job_is_told_with_its_plates_wells_and_channels()
    {
        var job = await InspectAsync("job", simulated.Job);
        Assert.Equal("simulated", job.GetProperty("name").GetString());
        Assert.Equal([simulated.Plate], TextsOf(job, "plates"));
        Assert.Equal(["DNA", "Cyto", "Fibre"], TextsOf(job, "channels"));
        Assert.Equal(24, job.GetProperty("wells").GetInt32());
        Assert.Equal(48, job.GetProperty("sites").GetInt32());
        Assert.Empty(TextsOf(job, "problems"));
    }

    [Fact]
    public async Task Of_many_missing_location_files_people_are_told_the_first_and_programs_all()
    {
        using var plate = new MadeUpPlate();
        plate.WriteJob(job => job["tiles"] = new JsonObject
        {
            ["cells"] = new JsonObject { ["locations"] = "locations/{well}.csv" },
        });
        var problems = TextsOf(await InspectAsync("job", plate.Job), "problems");
        Assert.Equal(24, problems.Length);
        Assert.All(MadeUpPlate.Wells.Zip(problems), pair =>
        {
            Assert.Contains("The file of cell locations is missing", pair.Second, StringComparison.Ordinal);
            Assert.Contains($"locations/{pair.First}.csv", pair.Second, StringComparison.Ordinal);
        });
        var words = (await InProcess.RunAsync("inspect", plate.Job)).Output;
        Assert.Contains("locations/C04.csv", words, StringComparison.Ordinal);
        Assert.DoesNotContain("locations/C05.csv", words, StringComparison.Ordinal);
        Assert.Contains("; … and 4 more: --json has all", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_is_told_with_what_is_done()
    {
        var run = await InspectAsync("run", simulated.Reference);
        Assert.True(run.GetProperty("finished").GetBoolean());
        Assert.Equal((24, 0), (run.GetProperty("wellsDone").GetInt32(), run.GetProperty("wellsFailed").GetInt32()));
        Assert.Equal(24 * SimulatedRun.TilesPerWell, run.GetProperty("tiles").GetInt32());
    }

    [Fact]
    public async Task Well_results_tables_images_and_models_are_told()
    {
        var plate = Path.Combine(simulated.Reference, "plates", simulated.Plate);
        var well = await InspectAsync("well result", Path.Combine(plate, "wells", "B02.well"));
        Assert.Equal("B02", well.GetProperty("well").GetString());
        Assert.Equal(2, well.GetProperty("sites").GetInt32());
        Assert.Equal(SimulatedRun.TilesPerWell, well.GetProperty("tiles").GetInt32());

        var csv = await InspectAsync("table", Path.Combine(plate, "profiles.csv"));
        var parquet = await InspectAsync("table", Path.Combine(plate, "profiles.parquet"));
        Assert.Equal(24, csv.GetProperty("rows").GetInt32());
        Assert.Equal((56 * 3) + (14 * 3) + 3, csv.GetProperty("features").GetInt32());
        foreach (var member in (string[])["rows", "features", "metadata"])
            Assert.Equal(csv.GetProperty(member).GetRawText(), parquet.GetProperty(member).GetRawText());

        var file = Directory.GetFiles(simulated.Images, "*.tif", SearchOption.AllDirectories)[0];
        var image = await InspectAsync("image", file);
        Assert.Equal(("uint16", 256), (image.GetProperty("type").GetString(), image.GetProperty("width").GetInt32()));

        var model = await InspectAsync("model", Path.Combine(AppContext.BaseDirectory, "models", "scatter-v1"));
        Assert.Equal("scatter-v1", model.GetProperty("name").GetString());
    }

    [Fact]
    public async Task What_is_nothing_known_or_not_there_is_refused()
    {
        (await InProcess.RunAsync("inspect", _folder.Path)).AssertRefused(_folder.Path, "model.json");
        foreach (var name in (string[])["none.json", "none.well", "none.csv", "none.parquet", "none.tif"])
            (await InProcess.RunAsync("inspect", _folder.PathOf(name))).AssertRefused(_folder.PathOf(name));
        await File.WriteAllTextAsync(_folder.PathOf("text.well"),
            "this is no result, however long it may be: not at all");
        (await InProcess.RunAsync("inspect", _folder.PathOf("text.well"))).AssertRefused("no well result",
            _folder.PathOf("text.well"));
        await File.WriteAllTextAsync(_folder.PathOf("text.parquet"), "this is no table");
        (await InProcess.RunAsync("inspect",
            _folder.PathOf("text.parquet"))).AssertRefused(_folder.PathOf("text.parquet"));
        (await InProcess.RunAsync("inspect", simulated.Job, "--images",
            _folder.PathOf("gone"))).AssertRefused(_folder.PathOf("gone"));
    }

    [Fact]
    public async Task The_report_is_drawn_again_with_the_same_bytes_when_the_images_are_gone()
    {
        using var plate = new MadeUpPlate();
        (await plate.RunAsync()).Json(0);
        var report = Path.Combine(plate.Run, "report.html");
        var before = await File.ReadAllBytesAsync(report);
        File.Delete(report);
        Directory.Delete(plate.Images, recursive: true);
        var document = (await HcsGridProcess.RunAsync("report", plate.Run, "--json")).Json(0);
        Assert.Equal(report, document.GetProperty("report").GetString());
        Assert.Equal(before, await File.ReadAllBytesAsync(report));
    }

    [Fact]
    public async Task A_report_of_no_run_or_an_unfinished_one_is_refused_and_writes_nothing()
    {
        (await InProcess.RunAsync("report", _folder.PathOf("none"))).AssertRefused(_folder.PathOf("none"));
        (await InProcess.RunAsync("report", _folder.Path)).AssertRefused(_folder.Path, "job.json");
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
        var begun = Directory.CreateDirectory(_folder.PathOf("begun")).FullName;
        File.Copy(Path.Combine(simulated.Reference, "job.json"), Path.Combine(begun, "job.json"));
        (await InProcess.RunAsync("report", begun)).AssertRefused("not finished");
    }

    private static async Task<JsonElement> InspectAsync(string kind, string path)
    {
        var document = (await InProcess.RunAsync("inspect", path, "--json")).Json(0);
        Assert.Equal(kind, document.GetProperty("kind").GetString());
        var words = await InProcess.RunAsync("inspect", path);
        Assert.Equal(0, words.ExitCode);
        Assert.StartsWith(kind, words.Output);
        return document;
    }

    private static string[] TextsOf(JsonElement document, string member) =>
        [.. document.GetProperty(member).EnumerateArray().Select(e => e.GetString()!)];
}
