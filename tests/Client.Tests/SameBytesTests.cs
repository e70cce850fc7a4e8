namespace HcsGrid.Client.Tests;

/// <summary>
/// The same job gives the same bytes, whatever the workers, the kills and the repetitions.
/// </summary>
public sealed class SameBytesTests(SimulatedRun simulated) : IClassFixture<SimulatedRun>, IDisposable
{
    private readonly TempFolder _folder = new();

    private string Run => _folder.PathOf("run");

    private string PlateFolder => Path.Combine(Run, "plates", simulated.Plate);

    private string WellOf(string name) => Path.Combine(PlateFolder, "wells", $"{name}.well");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Four_workers_give_the_bytes_of_one()
    {
        Assert.Equal(SimulatedRun.WellCount, DoneCount(simulated.ReferenceResult));
        var result = await simulated.RunAsync(Run, "--workers", "4");
        Assert.Equal(SimulatedRun.WellCount, DoneCount(result));
        Assert.Empty(FolderBytes.Differences(simulated.Reference, Run));
        var names = FolderBytes.Of(Run).Keys;
        Assert.Equal(SimulatedRun.WellCount, names.Count(n => n.EndsWith(".well", StringComparison.Ordinal)));
        Assert.Superset(
            new HashSet<string>(
            [
                "job.json", "report.html", "profiles/summary.json", "profiles/consensus.csv",
                    "profiles/consensus.parquet",
                $"plates/{simulated.Plate}/plate.json", $"plates/{simulated.Plate}/profiles.csv",
                $"plates/{simulated.Plate}/profiles.parquet", $"plates/{simulated.Plate}/profiles_normalized.parquet",
            ]),
            new HashSet<string>(names));
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public Task A_run_killed_three_times_and_resumed_gives_the_same_bytes(int seed) =>
        KillAndResumeAsync(seed, killCount: 3);

    [Fact]
    public async Task A_run_killed_very_often_gives_the_same_bytes_each_time()
    {
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("HCSGRID_LONG") == "1", "takes minutes: set HCSGRID_LONG=1 to run it");
        for (var seed = 100; seed < 110; seed++)
        {
            await KillAndResumeAsync(seed, killCount: 8);
            Directory.Delete(Run, recursive: true);
        }
    }

    [Fact]
    public async Task A_finished_run_started_again_embeds_nothing_and_changes_nothing()
    {
        FolderBytes.Copy(simulated.Reference, Run);
        var times = FolderBytes.WellTimesOf(Run);
        var result = await simulated.RunAsync(Run);
        Assert.Equal(SimulatedRun.WellCount, DoneCount(result));
        Assert.Equal(SimulatedRun.WellCount * SimulatedRun.TilesPerWell, result.Json().GetProperty("tiles").GetInt64());
        Assert.Equal(0, result.EmbeddedTileCount());
        Assert.Equal(times, FolderBytes.WellTimesOf(Run));
        Assert.Empty(FolderBytes.Differences(simulated.Reference, Run));
    }

    [Fact]
    public async Task A_finished_run_started_again_tells_people_that_nothing_was_left_to_do()
    {
        FolderBytes.Copy(simulated.Reference, Run);
        var result = await HcsGridProcess.RunAsync("run", simulated.Job, "--out", Run);
        result.AssertDone();
        Assert.Contains(
            $"{SimulatedRun.WellCount * SimulatedRun.TilesPerWell}, none of them by this start", result.Output,
            StringComparison.Ordinal);
        Assert.DoesNotContain("per second", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damaged_results_are_made_again_and_no_others()
    {
        FolderBytes.Copy(simulated.Reference, Run);
        var flipped = await File.ReadAllBytesAsync(WellOf("A02"));
        flipped[flipped.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(WellOf("A02"), flipped);
        var whole = await File.ReadAllBytesAsync(WellOf("B03"));
        await File.WriteAllBytesAsync(WellOf("B03"), whole[..(whole.Length / 3)]);
        await File.WriteAllBytesAsync(WellOf("C01"), []);
        File.Copy(WellOf("D05"), WellOf("D06"), overwrite: true);
        var times = FolderBytes.WellTimesOf(Run);
        var result = await simulated.RunAsync(Run, "--workers", "3");
        Assert.Equal(SimulatedRun.WellCount, DoneCount(result));
        Assert.Equal(4 * SimulatedRun.TilesPerWell, result.EmbeddedTileCount());
        Assert.Empty(FolderBytes.Differences(simulated.Reference, Run));
        var again = FolderBytes.WellTimesOf(Run).Where(t => times[t.Key] != t.Value).Select(t =>
            Path.GetFileName(t.Key));
        Assert.Equal(["A02.well", "B03.well", "C01.well", "D06.well"], again);
    }

    [Fact]
    public async Task What_a_killed_put_left_behind_does_no_harm()
    {
        FolderBytes.Copy(simulated.Reference, Run);
        var half = (await File.ReadAllBytesAsync(WellOf("A01")))[..1000];
        var temp = Directory.CreateDirectory(Path.Combine(Run, ".hcsgrid-tmp")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(temp, "0123456789abcdef0123456789abcdef"), half);
        File.Delete(WellOf("A01"));
        var result = await simulated.RunAsync(Run);
        Assert.Equal(SimulatedRun.WellCount, DoneCount(result));
        Assert.Equal(SimulatedRun.TilesPerWell, result.EmbeddedTileCount());
        Assert.Empty(FolderBytes.Differences(simulated.Reference, Run));
    }

    [Fact]
    public async Task Another_job_is_refused_the_folder_of_a_run()
    {
        FolderBytes.Copy(simulated.Reference, Run);
        var other = Path.Combine(Path.GetDirectoryName(simulated.Job)!, "other.json");
        var job = SimulatedRun.JobNamed("simulated");
        job["scaling"] = new System.Text.Json.Nodes.JsonObject { ["high"] = 99.0 };
        await File.WriteAllTextAsync(other, job.ToJsonString());
        var result = await HcsGridProcess.RunAsync("run", other, "--out", Run, "--json");
        result.AssertRefused("another run", "scaling", Run, "--out");
        Assert.Empty(FolderBytes.Differences(simulated.Reference, Run));
    }

    private async Task KillAndResumeAsync(int seed, int killCount)
    {
        var random = new Random(seed);
        Directory.CreateDirectory(Path.Combine(PlateFolder, "wells"));
        for (var kill = 0; kill < killCount; kill++)
        {
            var before = FolderBytes.WellTimesOf(Run);
            using var files = new NewFiles(PlateFolder, wanted: random.Next(1, 10));
            using var process = HcsGridProcess.Start([.. simulated.Arguments(Run), "--workers",
                $"{random.Next(1, 5)}"]);
            var killed = await process.KillAfterAsync(files.Reached);
            // With every well done before, the last steps may be over sooner than the kill arrives.
            var isKilled = killed.ExitCode == 137 || (killed.ExitCode == 0 && before.Count == SimulatedRun.WellCount);
            Assert.True(isKilled, $"the run came to its end before it was killed: {killed}");
            AssertNotRunAgain(before);
        }

        var left = FolderBytes.WellTimesOf(Run);
        Assert.NotEmpty(left);
        var result = await simulated.RunAsync(Run, "--workers", "4");
        Assert.Equal(SimulatedRun.WellCount, DoneCount(result));
        Assert.Equal((SimulatedRun.WellCount - left.Count) * SimulatedRun.TilesPerWell, result.EmbeddedTileCount());
        AssertNotRunAgain(left);
        Assert.Empty(FolderBytes.Differences(simulated.Reference, Run));
    }

    private void AssertNotRunAgain(SortedDictionary<string, DateTime> before)
    {
        var now = FolderBytes.WellTimesOf(Run);
        Assert.All(before, well => Assert.Equal(well.Value, now[well.Key]));
    }

    private static int DoneCount(ProcessResult result)
    {
        var document = result.Json(0);
        Assert.Equal(0, document.GetProperty("problems").GetArrayLength());
        return document.GetProperty("wells").GetProperty("done").GetInt32();
    }
}
