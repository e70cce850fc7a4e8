using System.Collections.Concurrent;
using HcsGrid.Inference.Tests.Detection;
using HcsGrid.Plates;
using HcsGrid.Profiling.Particles;
using HcsGrid.Runs.Jobs;
using HcsGrid.Tests;

namespace HcsGrid.Runs.Tests.Detection;

/// <summary>
/// A job whose model detects particles, as a normal run.
/// </summary>
public class DetectionRunTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Any_number_of_workers_gives_the_same_bytes()
    {
        var folder = MicrographFolder.Make(5);
        var expected = await folder.RunToEndAsync(workerCount: 1);
        Assert.Equal(5, expected.Keys.Count(k => k.EndsWith(".well", StringComparison.Ordinal)));
        Assert.Superset(
            new HashSet<string>(
            [
                "profiles/particles.csv", "profiles/particles.parquet", "profiles/spatial.csv",
                "profiles/spatial.parquet", "report.html",
            ]),
            expected.Keys.ToHashSet());
        foreach (var workerCount in (int[])[2, 7])
            RunDrill.AssertSame(expected, await folder.RunToEndAsync(workerCount));
    }

    [Fact]
    public async Task A_run_ended_at_any_moments_and_begun_again_gives_the_same_bytes()
    {
        var folder = MicrographFolder.Make(4);
        folder.Images["m2.png"] = [];
        var expected = await folder.RunToEndAsync(workerCount: 1);
        for (var seed = 0; seed < 4; seed++)
        {
            var random = new Random(seed);
            var output = new MemoryBlobStore();
            var starts = 0;
            for (var isDone = false; !isDone; starts++)
            {
                Assert.True(starts < 80, $"not at its end after {starts} starts");
                var workerCount = 1 + random.Next(4);
                isDone = await RunDrill.RunUntilAsync(
                    output, 1 + random.Next(14), stop => folder.RunAsync(output, workerCount, null, stop));
            }

            RunDrill.AssertSame(expected, output);
            Assert.True(starts > 3, $"ended {starts - 1} times only");
        }
    }

    [Fact]
    public async Task The_particles_are_those_that_are_found_alone_line_for_line()
    {
        var folder = MicrographFolder.Make(3);
        var output = await folder.RunToEndAsync();
        var lines = output.TextOf("profiles/particles.csv").TrimEnd().Split('\n').Skip(1).ToArray();
        foreach (var (number, well) in new[] { (1, "A01"), (2, "A02"), (3, "A03") })
        {
            var found = await FindAsync(number);
            Assert.InRange(found.Count, MicrographFolder.DiscCount - 1, MicrographFolder.DiscCount);
            var alone = ParticleTables
                .Full(found, SizeGroups.Around(DiscModel.DiametersNm), DiscModel.PixelNm).TrimEnd().Split('\n');
            var prefix = $"plate1,{well},1,m{number}.png,";
            Assert.Equal(
                alone.Skip(1),
                lines.Where(l => l.StartsWith(prefix, StringComparison.Ordinal)).Select(l => l[prefix.Length..]));
        }
    }

    [Fact]
    public async Task A_plates_profiles_have_counts_by_group_and_densities_of_each_image()
    {
        var folder = MicrographFolder.Make(2);
        var output = await folder.RunToEndAsync();
        var profiles = await new RunFolder(output)
            .ReadTableAsync(RunFolder.PlateKey(new PlateId("plate1"), "profiles"), Stop);
        Assert.NotNull(profiles);
        Assert.Equal(["m1", "m2"], profiles.Metadata("Metadata_Image"));
        for (var row = 0; row < 2; row++)
        {
            var found = await FindAsync(row + 1);
            var small = found.Count(p => p.DiameterPixels * DiscModel.PixelNm < Math.Sqrt(6 * 12));
            Assert.Equal(found.Count, Value("Image_Count_Particles"));
            Assert.Equal(small, Value("Image_Count_Particles_6nm"));
            Assert.Equal(found.Count - small, Value("Image_Count_Particles_12nm"));
            Assert.Equal(
                found.Count / (MicrographFolder.Width * MicrographFolder.Height * 0.25e-6),
                Value("Image_Density_Particles"), 6);
            Assert.InRange(Value("Image_Intensity_MeanIntensity_EM"), 100, 220);

            double Value(string name) => profiles[row, profiles.FeatureIndexOf(name)];
        }
    }

    [Fact]
    public async Task Sites_of_a_well_are_counted_together()
    {
        var folder = new MicrographFolder();
        folder.Add("grid_1.png", 1);
        folder.Add("grid_2.png", 2);
        folder.Job = folder.Job with { Images = folder.Job.Images with { Pattern = "{image}_{site}.png" } };
        var output = await folder.RunToEndAsync();
        var well = WellResultFormat.Read(output["plates/plate1/wells/A01.well"], "A01.well");
        Assert.Equal([1, 2], well.SiteNumbers);
        var all = (await FindAsync(1)).Count + (await FindAsync(2)).Count;
        Assert.Equal(all, well.Profile[0]);
        Assert.Equal(all, well.SiteProfiles[0] + well.SiteProfiles[well.Profile.Length]);
        Assert.Equal(["grid_1.png", "grid_2.png"], well.Images.Select(i => i.Path));
        Assert.Equal(2 * TilesOfImage, well.TileCount);
    }

    [Fact]
    public async Task Masks_say_where_particles_count_and_are_no_images()
    {
        var folder = MicrographFolder.Make(2);
        folder.AddMask("m1_in.png", 100);
        folder.AddMask("m2_in.png", 0);
        folder.AddMask("out.png", 160);
        folder.Job = folder.Job with
        {
            Detection = folder.Job.Detection! with { Region = "{image}_in.png", Exclude = "out.png" },
        };
        var output = await folder.RunToEndAsync();
        var wells = new[] { "A01", "A02" }
            .Select(w => WellResultFormat.Read(output[$"plates/plate1/wells/{w}.well"], w)).ToArray();
        Assert.DoesNotContain("plates/plate1/wells/A03.well", output.Keys);
        foreach (var (well, from, seed) in new[] { (wells[0], 100, 1), (wells[1], 0, 2) })
        {
            var image = Assert.Single(well.Images);
            Assert.Equal((160 - from) * MicrographFolder.Height, image.RegionPixelCount);
            Assert.Equal(
                (await FindAsync(seed)).Where(p => p.XPixels >= from - 0.5 && p.XPixels < 159.5), image.Particles);
            Assert.NotEmpty(image.Particles);
        }
    }

    [Fact]
    public async Task Far_masks_are_asked_for_with_their_image_and_once()
    {
        var folder = MicrographFolder.Make(2);
        foreach (var key in (string[])["m1_in.png", "m2_in.png", "m1_out.png", "m2_out.png"])
            folder.AddMask(key, key.EndsWith("_in.png", StringComparison.Ordinal) ? 0 : 120);
        folder.Job = folder.Job with
        {
            Detection = folder.Job.Detection! with { Region = "{image}_in.png", Exclude = "{image}_out.png" },
        };
        var expected = await folder.RunToEndAsync();
        var far = new FarBlobStore(folder.Images) { LengthAhead = 1 << 20, HoldsAhead = true, AwaitedCount = 3 };
        var reads = new ConcurrentDictionary<string, int>();
        folder.Images.OnRead = key => reads.AddOrUpdate(key, 1, (_, count) => count + 1);
        var output = new MemoryBlobStore();
        var running = folder.RunAsync(output, workerCount: 1, far, Stop);

        // No image has come yet: what is asked for is all of the first.
        await far.HasBegunAsync();
        Assert.Equal(["m1.png", "m1_in.png", "m1_out.png"], far.AheadKeys.Order());
        far.LetGo();
        await running;
        RunDrill.AssertSame(expected, output);
        Assert.Equal(
            ["m1.png", "m1_in.png", "m1_out.png", "m2.png", "m2_in.png", "m2_out.png"], far.AheadKeys.Order());
        Assert.All(
            far.AheadKeys.Where(key => key.Contains('_', StringComparison.Ordinal)),
            key => Assert.Equal(1, reads[key]));
    }

    [Fact]
    public async Task Pixel_sizes_come_from_a_table_and_an_image_that_is_not_in_it_fails_by_name()
    {
        var folder = MicrographFolder.Make(3);
        folder.Images.Put("sizes.csv", "image,pixel_size_nm\nm1.png,0.5\nm2.png,0.6\nm3.png,none\nM2.png,0.6\n");
        folder.Job = folder.Job with { Detection = new DetectionOptions { PixelSizes = "sizes.csv" } };
        var output = new MemoryBlobStore();
        var outcome = await folder.RunAsync(output);
        Assert.Equal((2, 1), (outcome.Summary.WellsDone, outcome.Summary.WellsFailed));
        var sizes = new[] { "A01", "A02" }.Select(w =>
            WellResultFormat.Read(output[$"plates/plate1/wells/{w}.well"], w).Images[0]);
        Assert.Equal([(0.5, "table"), (0.6, "table")], sizes.Select(i => (i.PixelSizeNm!.Value, i.PixelSizeFrom)));
        var problems = outcome.Summary.Problems.Select(p => p.ToString()).ToArray();
        Assert.Contains(problems, p => p.Contains("line 4", StringComparison.Ordinal) &&
            p.Contains("'none' of m3.png", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Contains("blob m3.png", StringComparison.Ordinal) &&
            p.Contains("sizes.csv", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Contains("line 5", StringComparison.Ordinal) &&
            p.Contains("No image of the run is called M2.png", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_plate_map_may_say_image_by_image_what_was_done()
    {
        var folder = MicrographFolder.Make(2);
        folder.Images.Put("map.csv", "image,compound,pert_type\nm2,drug,trt\nm1.png,,negcon\n");
        folder.Job = folder.Job with { PlateMap = new PlateMapSource { File = "map.csv" } };
        var output = new MemoryBlobStore();
        var outcome = await folder.RunAsync(output);
        Assert.Equal(2, outcome.Summary.WellsDone);
        Assert.DoesNotContain(outcome.Summary.Problems, p => p.Blob == "map.csv");
        var rows = output.TextOf("plates/plate1/profiles.csv").Split('\n');
        Assert.Contains(rows, r => r.Contains("A02", StringComparison.Ordinal) &&
            r.Contains("drug", StringComparison.Ordinal) && r.Contains("trt", StringComparison.Ordinal));
        Assert.Contains(rows, r => r.Contains("A01", StringComparison.Ordinal) &&
            r.Contains("negcon", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_pixel_size_a_well_fails_and_says_what_to_set()
    {
        var folder = MicrographFolder.Make(1);
        folder.Job = folder.Job with { Detection = null };
        var outcome = await folder.RunAsync(new MemoryBlobStore());
        var problem = Assert.Single(outcome.Summary.Problems, p => p.Blob is not null);
        Assert.Equal(("A01", "EM", "m1.png"), (problem.Well, problem.Channel, problem.Blob));
        Assert.Contains("detection.pixelSizeNm", problem.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("m1_in.png", 0, "blob m1_in.png: The mask cannot be read")]
    [InlineData("m1_in.png", 17, "17 x 150 pixels")]
    public async Task A_mask_that_is_missing_or_of_another_size_fails_its_well(string key, int width, string reason)
    {
        var folder = MicrographFolder.Make(2);
        folder.AddMask("m2_in.png", 0);
        if (width > 0)
            folder.AddMask(key, 0, width);
        folder.Job = folder.Job with { Detection = folder.Job.Detection! with { Region = "{image}_in.png" } };
        foreach (var far in (FarBlobStore?[])[null, new FarBlobStore(folder.Images)])
        {
            var outcome = await folder.RunAsync(new MemoryBlobStore(), far: far);
            Assert.Equal((1, 1), (outcome.Summary.WellsDone, outcome.Summary.WellsFailed));
            Assert.Contains(
                outcome.Summary.Problems,
                p => p.Well == "A01" && p.ToString().Contains(reason, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task The_job_file_of_the_run_has_groups_and_threshold_of_the_card()
    {
        var folder = MicrographFolder.Make(1);
        var output = await folder.RunToEndAsync();
        var job = await new RunFolder(output).ReadJobAsync(Stop);
        Assert.Equal(DiscModel.DiametersNm, job.Detection!.GroupsNm);
        Assert.Equal(0.4, job.Detection.Threshold);
        Assert.Equal(JobFile.HashOf(job), JobFile.HashOf(RunSession.WithModel(job, new DiscModel(96).Card)));
    }

    [Fact]
    public async Task Images_that_came_between_others_end_a_begun_run_by_name()
    {
        var folder = MicrographFolder.Make(3);
        var output = await folder.RunToEndAsync();
        var before = output.Copy();
        folder.Add("m1b.png", 9);
        var error = await Assert.ThrowsAsync<ScreenDataException>(() => folder.RunAsync(output));
        Assert.Contains("m2", error.Reason, StringComparison.Ordinal);
        Assert.Contains("m1b", error.Reason, StringComparison.Ordinal);
        Assert.Equal("A02", error.Place.Well.ToString());
        Assert.Equal(before["profiles/particles.csv"], output["profiles/particles.csv"]);
    }

    [Fact]
    public async Task A_job_that_cannot_be_run_writes_nothing()
    {
        var folder = MicrographFolder.Make(1);
        var job = folder.Job;
        foreach (var (changed, reason) in new (ScreenJob, string)[]
        {
            (job with { Tiles = new TileOptions { OverlapPixels = 2 } }, "tiles.overlapPixels"),
            (job with { Detection = job.Detection! with { PixelSizeNm = null, PixelSizes = "no.csv" } }, "missing"),
        })
        {
            folder.Job = changed;
            var output = new MemoryBlobStore();
            var error = await Assert.ThrowsAsync<ScreenDataException>(() => folder.RunAsync(output));
            Assert.Contains(reason, error.Message, StringComparison.Ordinal);
            Assert.Empty(output.Keys);
        }
    }

    private static int TilesOfImage => 4 * 3;

    private static async Task<IReadOnlyList<Particle>> FindAsync(int seed) =>
        (await LoneDetection.FindAsync(seed)).Particles;
}
