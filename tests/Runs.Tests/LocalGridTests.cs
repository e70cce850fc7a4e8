using HcsGrid.Inference.Tests;
using HcsGrid.Plates;
using HcsGrid.Runs.Jobs;
using HcsGrid.Storage;
using HcsGrid.Tests;

namespace HcsGrid.Runs.Tests;

public class LocalGridTests
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("HCSGRID_LONG") == "1";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Any_number_of_workers_gives_the_same_bytes()
    {
        var screen = SmallScreen.Make(plateCount: 2, rowCount: 3, columnCount: 4, siteCount: 2);
        var expected = await RunToEndAsync(screen, workerCount: 1);
        Assert.Equal(24, expected.Keys.Count(k => k.EndsWith(".well", StringComparison.Ordinal)));
        Assert.Contains("report.html", expected.Keys);
        foreach (var workerCount in (int[])[2, 8])
            RunDrill.AssertSame(expected, await RunToEndAsync(screen, workerCount));
    }

    [Fact]
    public async Task A_run_ended_at_any_moments_and_begun_again_gives_the_same_bytes()
    {
        var screen = SmallScreen.Make(plateCount: 2, rowCount: 2, columnCount: 4, siteCount: 2);
        screen.Images[SmallScreen.Key("P1", "B03", 1, "DNA")] = [];
        var expected = await RunToEndAsync(screen, workerCount: 1);
        for (var seed = 0; seed < (IsLong ? 200 : 5); seed++)
        {
            var random = new Random(seed);
            var output = new MemoryBlobStore();
            var starts = 0;
            for (var isDone = false; !isDone; starts++)
            {
                // The tables are some thirty writes, more than any start gets: each goes on where the last one came to.
                Assert.True(starts < 60, $"not at its end after {starts} starts");
                var writeCount = 1 + random.Next(20);
                isDone = await RunUntilAsync(screen, output, workerCount: 1 + random.Next(8), writeCount);
            }

            RunDrill.AssertSame(expected, output);
            Assert.True(starts > 4, $"ended {starts - 1} times only");
        }
    }

    [Fact]
    public async Task A_finished_run_begun_again_does_no_well_again()
    {
        var screen = SmallScreen.Make(plateCount: 1, rowCount: 2, columnCount: 3, siteCount: 1);
        var output = await RunToEndAsync(screen, workerCount: 2);
        var before = output.Copy();
        using var model = new FakeModel(batchSize: 4);
        screen.Images.OnRead = key => Assert.False(key.EndsWith(".tif", StringComparison.Ordinal), key);
        var outcome = await screen.RunAsync(output, model);
        Assert.Equal((0, 6), (outcome.TileCount, outcome.Summary.WellsDone));
        Assert.Empty(model.Inputs);
        RunDrill.AssertSame(before, output);
    }

    [Fact]
    public async Task A_failed_well_is_tried_again_by_the_next_start_and_its_failure_forgotten()
    {
        // Fixed ends of the intensities: percentiles would be those of the images that could be read at the first
        // start.
        var screen = SmallScreen.Make(plateCount: 1, rowCount: 2, columnCount: 4, siteCount: 2);
        screen.Job = screen.Job with
        {
            Scaling = new ScalingOptions { Method = ScalingMethod.Range, Low = 0, High = 20_000 },
        };
        var expected = await RunToEndAsync(screen, workerCount: 1);
        var key = SmallScreen.Key("P1", "B04", 2, "Actin");
        var image = screen.Images[key];
        screen.Images[key] = [1, 2, 3];
        var output = new MemoryBlobStore();
        using var model = new FakeModel(batchSize: 4);
        var outcome = await screen.RunAsync(output, model);
        Assert.Equal((7, 1), (outcome.Summary.WellsDone, outcome.Summary.WellsFailed));
        var problem = Assert.Single(outcome.Summary.Problems);
        Assert.Equal(("P1", "B04", 2, "Actin", key),
            (problem.Plate, problem.Well, problem.Site, problem.Channel, problem.Blob));
        Assert.Contains("plates/P1/wells/B04.failed", output.Keys);

        screen.Images[key] = image;
        outcome = await screen.RunAsync(output, model);
        Assert.Equal((8, 0), (outcome.Summary.WellsDone, outcome.Summary.WellsFailed));
        Assert.Equal(2 * 2 * 6, outcome.TileCount);
        Assert.Empty(outcome.Summary.Problems);
        RunDrill.AssertSame(expected, output);
    }

    [Fact]
    public async Task A_late_failure_of_a_well_that_is_done_does_not_count()
    {
        var screen = SmallScreen.Make(plateCount: 1, rowCount: 2, columnCount: 4, siteCount: 1);
        var output = await RunToEndAsync(screen, workerCount: 1);
        await new RunFolder(output).PutFailureAsync(
            new PlateId("P1"), WellAddress.Parse("A01"),
            new RunProblem("late", new Place { Plate = new PlateId("P1"), Well = WellAddress.Parse("A01") }), Stop);
        using var model = new FakeModel(batchSize: 4);
        var outcome = await screen.RunAsync(output, model);
        Assert.Equal((8, 0), (outcome.Summary.WellsDone, outcome.Summary.WellsFailed));
        Assert.Empty(outcome.Summary.Problems);
    }

    [Fact]
    public async Task A_damaged_result_is_made_again()
    {
        var screen = SmallScreen.Make(plateCount: 1, rowCount: 2, columnCount: 4, siteCount: 1);
        var expected = await RunToEndAsync(screen, workerCount: 1);
        var output = expected.Copy();
        output["plates/P1/wells/A03.well"] = output["plates/P1/wells/A03.well"][..100];
        output["plates/P1/wells/A04.well"] = output["plates/P1/wells/A03.well"];
        output.Remove("plates/P1/wells/B01.well");
        using var model = new FakeModel(batchSize: 4);
        var outcome = await screen.RunAsync(output, model);
        Assert.Equal(3 * 2 * 6, outcome.TileCount);
        RunDrill.AssertSame(expected, output);
    }

    [Theory]
    [InlineData("job.json")]
    [InlineData("plates/P1/plate.json")]
    [InlineData("plates/P1/wells/A03.well")]
    [InlineData("plates/P1/wells/B04.failed")]
    [InlineData("plates/P1/profiles.csv")]
    [InlineData("plates/P2/quality.json")]
    [InlineData("profiles/summary.json")]
    [InlineData("report.html")]
    public async Task An_output_that_cannot_be_written_ends_the_run_with_its_error(string key)
    {
        var screen = SmallScreen.Make(plateCount: 2, rowCount: 2, columnCount: 4, siteCount: 1);
        screen.Images[SmallScreen.Key("P1", "B04", 1, "DNA")] = [];
        var failure = new BlobStoreException("The disk is full", "memory");
        var output = new MemoryBlobStore
        {
            OnWrite = k =>
            {
                if (k == key)
                    throw failure;
            },
        };
        using var model = new FakeModel(batchSize: 4);
        foreach (var workerCount in (int[])[1, 4])
        {
            var error = await Assert.ThrowsAsync<BlobStoreException>(() => screen.RunAsync(output, model, workerCount));
            Assert.Same(failure, error);
            Assert.Equal(0, model.RunnerCount);
        }

        output.OnWrite = _ => { };
        var outcome = await screen.RunAsync(output, model);
        Assert.Equal((15, 1), (outcome.Summary.WellsDone, outcome.Summary.WellsFailed));
        RunDrill.AssertSame(await RunToEndAsync(screen, workerCount: 1), output);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_gathered_and_everything_else_is_done()
    {
        var screen = SmallScreen.Make(plateCount: 2, rowCount: 2, columnCount: 4, siteCount: 2);
        screen.Images.Remove(SmallScreen.Key("P1", "A01", 2, "Actin"));
        screen.Images[SmallScreen.Key("P1", "A02", 1, "DNA")] = [];
        screen.Images[SmallScreen.Key("P2", "B02", 1, "DNA")] =
            screen.Images[SmallScreen.Key("P2", "B02", 1, "DNA")][..50];
        screen.AddImage("P2/a1_1_DNA.tif");
        screen.AddImage("P2/A77_1_DNA.tif");
        screen.AddSite("P2", "H12", 1);
        screen.Images.Put("map.csv", screen.Images.TextOf("map.csv") + "Z99,x,1,trt,\nH11,x,1,trt,\n");
        using var model = new FakeModel(batchSize: 4);
        var outcome = await screen.RunAsync(new MemoryBlobStore(), model, workerCount: 4);
        Assert.Equal((13, 4), (outcome.Summary.WellsDone, outcome.Summary.WellsFailed));
        var problems = outcome.Summary.Problems.Select(p => p.ToString()).ToArray();
        foreach (var part in (string[])
        [
            "blob P2/A77_1_DNA.tif", "plate P1, well A01, site 2, channel Actin",
            "plate P1, well A02, site 1, channel DNA",
            "plate P2, well B02, site 1, channel DNA", "plate P2, well A01, site 1, blob", "line 10: 'Z99'",
            "plate P1: 1 wells of the plate map have no images: H11",
            "plate P2: 1 wells of the plate map have no images: H11",
            "plate P2: 1 wells have images, but no entry in the plate map: H12",
        ])
        {
            Assert.Single(problems, p => p.Contains(part, StringComparison.Ordinal));
        }

        Assert.Equal(9, problems.Length);
    }

    [Fact]
    public async Task A_job_that_cannot_be_run_writes_nothing()
    {
        var screen = SmallScreen.Make(plateCount: 1, rowCount: 1, columnCount: 2, siteCount: 1);
        var job = screen.Job;
        foreach (var (changed, reason) in new (ScreenJob, string)[]
        {
            (job with { ModelSha256 = new string('1', 64) }, "sha256"),
            (job with { Tiles = new TileOptions { OverlapPixels = 2 } }, "tiles.overlapPixels"),
            (job with { Images = job.Images with { Pattern = "{plate}-{well}_{channel}.tif" } }, "fits the pattern"),
            (job with { PlateMap = new PlateMapSource { File = "none.csv" } }, "missing"),
        })
        {
            var output = new MemoryBlobStore();
            screen.Job = changed;
            using var model = new FakeModel(batchSize: 4);
            var error = await Assert.ThrowsAsync<ScreenDataException>(() => screen.RunAsync(output, model));
            Assert.Contains(reason, error.Message, StringComparison.Ordinal);
            Assert.Empty(output.Keys);
            Assert.Equal(0, model.RunnerCount);
        }
    }

    [Fact]
    public async Task Another_job_is_refused_and_the_folder_stays_as_it_is()
    {
        var screen = SmallScreen.Make(plateCount: 1, rowCount: 1, columnCount: 3, siteCount: 1);
        var output = await RunToEndAsync(screen, workerCount: 1);
        var before = output.Copy();
        screen.Job = screen.Job with { Scaling = new ScalingOptions { SampleSiteCount = 2 } };
        using var model = new FakeModel(batchSize: 4);
        var error = await Assert.ThrowsAsync<ScreenDataException>(() => screen.RunAsync(output, model));
        Assert.Contains("scaling.sampleSiteCount", error.Message, StringComparison.Ordinal);
        RunDrill.AssertSame(before, output);
    }

    [Fact]
    public async Task Wells_added_to_a_begun_run_fail_and_the_others_are_done()
    {
        var screen = SmallScreen.Make(plateCount: 1, rowCount: 1, columnCount: 3, siteCount: 1);
        var output = await RunToEndAsync(screen, workerCount: 1);
        screen.AddSite("P1", "A04", 1);
        using var model = new FakeModel(batchSize: 4);
        var outcome = await screen.RunAsync(output, model);
        Assert.Equal((3, 1), (outcome.Summary.WellsDone, outcome.Summary.WellsFailed));
    }

    [Fact]
    public async Task Progress_counts_up_to_all_wells()
    {
        var screen = SmallScreen.Make(plateCount: 1, rowCount: 2, columnCount: 3, siteCount: 1);
        var progress = new Gathered();
        using var model = new FakeModel(batchSize: 4);
        await screen.RunAsync(new MemoryBlobStore(), model, workerCount: 1, progress);
        Assert.Equal("Finding images", progress.Reports[0].Stage);
        Assert.Equal(
            new RunProgress("Done", 6, 6, 0, 6 * 2 * 6) { PlateCount = 1, FinishedPlateCount = 1 },
            progress.Reports[^1]);
        Assert.Contains(progress.Reports, r => r is { RunningCount: 1, FinishedPlateCount: 0 });
        Assert.Equal(progress.Reports.Select(r => r.DoneCount).Order(), progress.Reports.Select(r => r.DoneCount));
    }

    private static async Task<MemoryBlobStore> RunToEndAsync(SmallScreen screen, int workerCount)
    {
        var output = new MemoryBlobStore();
        using var model = new FakeModel(batchSize: 4);
        await screen.RunAsync(output, model, workerCount);
        return output;
    }

    /// <summary>
    /// Runs until so many blobs were written, then ends the run; false where it did not come to its end.
    /// </summary>
    private static async Task<bool> RunUntilAsync(
        SmallScreen screen, MemoryBlobStore output, int workerCount, int writeCount)
    {
        using var model = new FakeModel(batchSize: 4);
        try
        {
            return await RunDrill.RunUntilAsync(
                output, writeCount, stop => screen.RunAsync(output, model, workerCount, null, stop));
        }
        finally
        {
            Assert.Equal(0, model.RunnerCount);
        }
    }

    private sealed class Gathered : IProgress<RunProgress>
    {
        private readonly Lock _gate = new();

        public List<RunProgress> Reports { get; } = [];

        public void Report(RunProgress value)
        {
            lock (_gate)
                Reports.Add(value);
        }
    }
}
