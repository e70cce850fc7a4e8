using System.Globalization;
using System.Text.Json.Nodes;
using HcsGrid.Plates;
using HcsGrid.Profiling.Particles;
using HcsGrid.Simulation;
using HcsGrid.Storage;
using HcsGrid.Tests;

namespace HcsGrid.Client.Tests;

/// <summary>
/// A folder of simulated micrographs with the shipped gold model: as a job, over HTTP, image by image.
/// </summary>
public sealed class GoldRunTests : IDisposable
{
    private const int ImageCount = 4;

    private static readonly SimulatedMicrographs Made = new(new SimulatedMicrographOptions
    {
        Seed = 8,
        Count = ImageCount,
        Width = 640,
        Height = 600,
        FoldCount = 1,
    });

    private readonly TempFolder _folder = new();

    private string Job => _folder.PathOf("job.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_folder_of_micrographs_is_a_run_with_the_particles_of_detect_gold()
    {
        await WriteAsync();
        var run = _folder.PathOf("run");
        var result = await HcsGridProcess.RunAsync("run", Job, "--out", run, "--workers", "3", "--json");
        Assert.Equal(ImageCount, result.Json(0).GetProperty("wells").GetProperty("done").GetInt32());
        var lines = await File.ReadAllLinesAsync(Path.Combine(run, "profiles", "particles.csv"));
        var compared = await File.ReadAllLinesAsync(Path.Combine(run, "profiles", "spatial.csv"));
        var alone = _folder.PathOf("alone");
        string[] images = [.. Enumerable.Range(0, ImageCount).Select(i => ImageOf(i))];
        (await InProcess.RunAsync(["detect", "gold", .. images, "--pixel-size", "0.559", "--out", alone])).AssertDone();
        var score = default(ParticleScore);
        for (var i = 0; i < ImageCount; i++)
        {
            var key = SimulatedMicrographs.KeyOf(i).Text;
            var prefix = $"plate1,A0{i + 1},1,{key},";
            var mine = RowsOf(lines);
            Assert.Equal(await TableOfAsync("particles"), mine);
            var theirs = await TableOfAsync("spatial");
            Assert.True(theirs.Length >= 2 * 44, $"{theirs.Length} rows");
            Assert.Equal(theirs, RowsOf(compared));
            score += ScoreOf(Made.Make(i).Particles, mine);

            string[] RowsOf(string[] table) =>
                [.. table.Where(l => l.StartsWith(prefix, StringComparison.Ordinal)).Select(l => l[prefix.Length..])];

            async Task<string[]> TableOfAsync(string name) =>
            [
                .. (await File.ReadAllLinesAsync(
                    Path.Combine(alone, $"{Path.GetFileNameWithoutExtension(key)}_{name}.csv"))).Skip(1),
            ];
        }

        // Asserted loosely: what the model finds in pictures that another program drew than those it learnt from.
        Assert.InRange(score.TruthCount, 100, 1000);
        Assert.True(
            score.Recall > 0.85 && score.Precision > 0.85, $"recall {score.Recall}, precision {score.Precision}");
        Assert.Contains(
            "data:image/jpeg", await File.ReadAllTextAsync(Path.Combine(run, "report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_takes_the_job_and_a_killed_run_goes_on_to_the_same_bytes()
    {
        await WriteAsync();
        var reference = _folder.PathOf("reference");
        Assert.Equal(0, (await RunAsync(reference, "1")).ExitCode);

        // Killed after its first well, then run to its end.
        var run = _folder.PathOf("run");
        var plate = Directory.CreateDirectory(Path.Combine(run, "plates", "plate1", "wells")).Parent!.FullName;
        using (var files = new NewFiles(plate, wanted: 2))
        {
            using var process = HcsGridProcess.Start("run", Job, "--out", run, "--workers", "1", "--json");
            var killed = await process.KillAfterAsync(files.Reached);
            Assert.Equal(137, killed.ExitCode);
        }

        Assert.InRange(FolderBytes.WellTimesOf(run).Count, 1, ImageCount - 1);
        Assert.Equal(0, (await RunAsync(run, "4")).ExitCode);
        Assert.Empty(FolderBytes.Differences(reference, run));

        var store = _folder.PathOf("store");
        using var server = await ServeProcess.StartAsync(store, Path.GetDirectoryName(Job)!);
        string[] ask = ["--server", server.Url, "--json"];
        var submitted = await HcsGridProcess.RunAsync(["submit", Job, "--id", "gold", "--watch", .. ask]);
        Assert.Equal("finished", submitted.Json(0).GetProperty("state").GetString());
        var status = (await HcsGridProcess.RunAsync(["status", "gold", .. ask])).Json(0);
        Assert.Equal(ImageCount, status.GetProperty("wellsDone").GetInt32());
        Assert.Empty(FolderBytes.Differences(reference, Path.Combine(store, "runs", "gold")));
    }

    [Fact]
    public async Task The_six_public_micrographs_have_the_particles_of_detect_gold_in_their_regions()
    {
        var shared = Shared.PathOf("data", "gold");
        await File.WriteAllTextAsync(Job, new JsonObject
        {
            ["name"] = "public",
            ["images"] = new JsonObject { ["store"] = shared, ["pattern"] = "images/{image}.jpg" },
            ["channels"] = new JsonArray(new JsonObject { ["name"] = "EM" }),
            ["model"] = "gold-v1",
            ["detection"] = new JsonObject { ["pixelSizeNm"] = 0.559, ["region"] = "regions/{image}.png" },
            ["normalization"] = new JsonObject { ["samples"] = "all" },
        }.ToJsonString());
        var run = _folder.PathOf("run");
        Assert.Equal(0, (await RunAsync(run, "2")).ExitCode);
        var alone = _folder.PathOf("alone");
        string[] images =
            [.. Directory.GetFiles(Path.Combine(shared, "images"), "*.jpg").Order(StringComparer.Ordinal)];
        Assert.Equal(6, images.Length);
        (await InProcess.RunAsync(
            [
                "detect", "gold", .. images, "--pixel-size", "0.559", "--region", Path.Combine(shared, "regions"),
                "--out", alone,
            ])).AssertDone();
        string[] theirs =
        [
            .. images.SelectMany(i => File.ReadLines(
                Path.Combine(alone, $"{Path.GetFileNameWithoutExtension(i)}_particles.csv")).Skip(1)),
        ];
        Assert.InRange(theirs.Length, 280, 340);
        Assert.Equal(
            theirs,
            File.ReadLines(Path.Combine(run, "profiles", "particles.csv")).Skip(1)
                .Select(l => string.Join(',', l.Split(',').Skip(4))));
    }

    private Task<ProcessResult> RunAsync(string output, string workers) =>
        HcsGridProcess.RunAsync("run", Job, "--out", output, "--workers", workers, "--json");

    private string ImageOf(int index) => _folder.PathOf(Path.Combine("images", SimulatedMicrographs.KeyOf(index).Text));

    private async Task WriteAsync()
    {
        await Made.WriteAsync(new FolderBlobStore(_folder.PathOf("images")));
        var job = new JsonObject
        {
            ["name"] = "gold",
            ["images"] = new JsonObject { ["store"] = "images", ["pattern"] = "{image}.png" },
            ["channels"] = new JsonArray(new JsonObject { ["name"] = "EM" }),
            ["model"] = "gold-v1",
            ["detection"] = new JsonObject { ["pixelSizes"] = "pixel_sizes.csv" },
            ["normalization"] = new JsonObject { ["samples"] = "all" },
        };
        await File.WriteAllTextAsync(Job, job.ToJsonString());
    }

    private static ParticleScore ScoreOf(IReadOnlyList<Particle> truth, string[] lines)
    {
        Particle[] found =
        [
            .. lines.Select(l => l.Split(',')).Select(f => new Particle(
                Number(f[0]), Number(f[1]), Number(f[4]), Number(f[7]))),
        ];
        return new ParticleScore(truth.Count, found.Length, ParticleMatching.Match(truth, found).Count);

        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }
}
