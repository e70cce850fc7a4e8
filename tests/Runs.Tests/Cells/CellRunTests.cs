using System.Collections.Concurrent;
using HcsGrid.Imaging;
using HcsGrid.Inference.Tests;
using HcsGrid.Plates;
using HcsGrid.Profiling;
using HcsGrid.Profiling.Aggregation;
using HcsGrid.Runs.Cells;
using HcsGrid.Runs.Jobs;
using HcsGrid.Tests;

namespace HcsGrid.Runs.Tests.Cells;

/// <summary>
/// A job that cuts crops of cells, as a normal run.
/// </summary>
public class CellRunTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Any_number_of_workers_gives_the_same_bytes(bool isListed)
    {
        var screen = CellScreen.Make([3, 11], [0, 7], [0, 0], [15, 2, 0], [20, 20]);
        screen.Job = screen.Job with
        {
            Tiles = new TileOptions { Cells = isListed ? CellScreen.Listed : CellScreen.Found },
        };
        var expected = await screen.RunToEndAsync(workerCount: 1);
        Assert.Equal(4, expected.Keys.Count(k => k.EndsWith(".well", StringComparison.Ordinal)));
        Assert.Contains("report.html", expected.Keys);
        foreach (var workerCount in (int[])[2, 7])
            RunDrill.AssertSame(expected, await screen.RunToEndAsync(workerCount));
    }

    [Fact]
    public async Task A_run_ended_at_any_moments_and_begun_again_gives_the_same_bytes()
    {
        var screen = CellScreen.Make([3, 11], [0, 0], [15, 0], [5, 5]);
        var expected = await screen.RunToEndAsync(workerCount: 1);
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
                    output, 1 + random.Next(14), stop => screen.RunAsync(output, workerCount, null, stop));
            }

            RunDrill.AssertSame(expected, output);
            Assert.True(starts > 3, $"ended {starts - 1} times only");
        }
    }

    [Fact]
    public async Task A_wells_embedding_is_the_mean_of_all_its_cells_and_its_statistics_those_of_all_its_sites()
    {
        var screen = CellScreen.Make([4, 0, 12]);
        var well = WellOf(await screen.RunToEndAsync(), "A01");
        var features = FeaturesOf(screen);
        foreach (var (channel, first) in new[] { ("DNA", 0), ("Actin", FakeModel.Width) })
        {
            var few = screen.MeanEmbedding("P1/A01_1", channel, screen.Cells["P1/A01_1"]);
            var many = screen.MeanEmbedding("P1/A01_3", channel, screen.Cells["P1/A01_3"]);
            for (var i = 0; i < FakeModel.Width; i++)
            {
                Assert.Equal(few[i], well.SiteProfiles[first + i]);
                Assert.True(double.IsNaN(well.SiteProfiles[features.Count + first + i]));
                Assert.Equal(many[i], well.SiteProfiles[(2 * features.Count) + first + i]);
                Assert.Equal(((4 * few[i]) + (12 * many[i])) / 16, well.Profile[first + i], 1e-12);
            }
        }

        Assert.Equal(16 * 2, well.TileCount);
        var intensity = features.Names.ToList().IndexOf("Image_Intensity_MeanIntensity_Actin");
        var means = Enumerable.Range(1, 3).Select(s => screen.Samples[$"P1/A01_{s}_Actin.tif"].Average(v => (double)v));
        Assert.Equal(means.Average(), well.Profile[intensity], 1e-9);
        Assert.Equal(["Image_Count_Cells", "Image_Count_Cells_Embedded"], features.Names.TakeLast(2));
        Assert.Equal([16 / 3.0, 16 / 3.0], well.Profile[^2..]);
        Assert.Equal([4, 0, 12], Enumerable.Range(1, 3).Select(s => (int)well.SiteProfiles[(s * features.Count) - 2]));
    }

    [Fact]
    public async Task By_the_median_each_site_with_cells_counts_once_and_cells_are_still_averaged()
    {
        var screen = CellScreen.Make([4, 0, 12, 5, 0]);
        screen.Job = screen.Job with { Aggregation = new AggregationOptions { Sites = AggregationMethod.Median } };
        var well = WellOf(await screen.RunToEndAsync(), "A01");
        foreach (var i in (int[])[0, 4])
        {
            var values = Enumerable.Range(0, 5).Select(s => well.SiteProfiles[(s * FeaturesOf(screen).Count) + i]);
            Assert.Equal(values.Where(double.IsFinite).Order().ElementAt(1), well.Profile[i]);
        }

        Assert.Equal(21 / 5.0, well.Profile[^2]);
    }

    [Fact]
    public async Task Cells_at_the_border_are_counted_but_not_embedded()
    {
        var screen = CellScreen.Make([10]);
        var inside = screen.Cells["P1/A01_1"];
        screen.PutLocations("P1/A01_1", [new(2.9, 40), .. inside, new(60, 86.1), new(-0.5, 89.5)]);
        var well = WellOf(await screen.RunToEndAsync(), "A01");
        Assert.Equal([13, 10], well.Profile[^2..]);
        Assert.Equal(screen.MeanEmbedding("P1/A01_1", "DNA", inside), well.Profile[..3]);
        Assert.Empty(well.Problems);
    }

    [Fact]
    public async Task Nuclei_that_are_found_give_nearly_the_profiles_of_those_that_are_listed()
    {
        var screen = CellScreen.Make([12, 17], [20, 3]);
        var listed = await screen.RunToEndAsync();
        screen.Job = screen.Job with { Tiles = new TileOptions { Cells = CellScreen.Found } };
        var found = await screen.RunToEndAsync();
        foreach (var name in (string[])["A01", "A02"])
        {
            var (one, other) = (WellOf(listed, name), WellOf(found, name));
            Assert.Equal(one.Profile[^2..], other.Profile[^2..]);
            Assert.Equal(one.TileCount, other.TileCount);
            Assert.InRange(other.Profile[0] / one.Profile[0], 0.97, 1.03);
        }
    }

    [Fact]
    public async Task Of_too_many_cells_an_even_choice_is_embedded_and_the_run_tells_it_by_well()
    {
        var screen = CellScreen.Make([20, 4], [3, 3]);
        screen.Job = screen.Job with
        {
            Tiles = new TileOptions { Cells = CellScreen.Listed with { MaxCellsPerSite = 8 } },
        };
        var output = new MemoryBlobStore();
        var outcome = await screen.RunAsync(output);
        var well = WellOf(output, "A01");
        Assert.Equal([12, 6], well.Profile[^2..]);
        CellCentre[] chosen = [.. Enumerable.Range(0, 8).Select(i => screen.Cells["P1/A01_1"][i * 20 / 8])];
        Assert.Equal(screen.MeanEmbedding("P1/A01_1", "DNA", chosen), well.SiteProfiles[..3]);
        var problem = Assert.Single(
            outcome.Summary.Problems, p => p.Text.Contains("maxCellsPerSite", StringComparison.Ordinal));
        Assert.Equal(("P1", "A01"), (problem.Plate, problem.Well));
        Assert.EndsWith("(with cells): 1 (20)", problem.Text, StringComparison.Ordinal);
        Assert.All(outcome.Summary.Plates, p => Assert.Null(p.Problems));
    }

    [Fact]
    public async Task A_well_without_any_cell_fails_in_words_and_disturbs_no_other()
    {
        var screen = CellScreen.Make([6, 9], [0, 0], [5, 5]);
        screen.PutLocations("P1/A02_2", [new(1, 1)]);
        var output = new MemoryBlobStore();
        var outcome = await screen.RunAsync(output);
        Assert.Equal((2, 1), (outcome.Summary.WellsDone, outcome.Summary.WellsFailed));
        var problem = Assert.Single(outcome.Summary.Problems, p => p.Well == "A02");
        Assert.StartsWith(
            "The well has no cell that can be embedded: its 2 sites have 1 cells, none with a crop of 8 × 8 pixels",
            problem.Text, StringComparison.Ordinal);
        var profiles = await TableAsync(output, "profiles_normalized");
        Assert.Equal(["A01", "A03"], profiles.Metadata("Metadata_Well"));
        Assert.All(
            Enumerable.Range(0, 6).SelectMany(f => profiles.Feature(f).ToArray()),
            value => Assert.True(double.IsFinite(value)));
    }

    [Theory]
    [InlineData(null, "file of cell locations cannot be read", null)]
    [InlineData("", "", 1)]
    [InlineData("X,Y\n1,2\n", "no column Nuclei_Location_Center_X or Location_Center_X, only X, Y", 1)]
    [InlineData("Location_Center_X,Location_Center_Y\n30,20\n30,\n", "centre 30,  is no place", 3)]
    [InlineData("Location_Center_X,Location_Center_Y\n\n30,nan\n", "centre 30, nan is no place", 3)]
    [InlineData("Location_Center_X,Location_Center_Y\n121,20\n", "image of 120 × 90 pixels", 2)]
    [InlineData("Location_Center_X,Location_Center_Y\n30,-1\n", "image of 120 × 90 pixels", 2)]
    [InlineData("Location_Center_X,Location_Center_Y\n30\n", "", 2)]
    public async Task A_location_file_that_cannot_be_used_fails_its_well_with_site_file_and_line(
        string? text, string reason, int? line)
    {
        var screen = CellScreen.Make([4, 4], [4, 4]);
        var key = CellScreen.LocationsOf("P1/A02_2");
        if (text is null)
            screen.Images.Remove(key);
        else
            screen.Images.Put(key, text);
        foreach (var far in (FarBlobStore?[])[null, FarFrom(screen)])
        {
            var outcome = await screen.RunAsync(new MemoryBlobStore(), far: far);
            Assert.Equal((1, 1), (outcome.Summary.WellsDone, outcome.Summary.WellsFailed));
            var problem = Assert.Single(outcome.Summary.Problems, p => p.Well is not null);
            Assert.Equal(
                ("P1", "A02", 2, key, line),
                (problem.Plate, problem.Well, problem.Site, problem.Blob, problem.Line));
            Assert.Contains(reason, problem.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_far_location_file_is_asked_for_with_the_images_of_its_site_and_once()
    {
        var screen = CellScreen.Make([4, 0, 12], [3, 7, 2]);
        var expected = await screen.RunToEndAsync();
        var far = FarFrom(screen, awaitedCount: 8);
        string[] sites = ["P1/A01_1", "P1/A01_2", "P1/A01_3", "P1/A02_1", "P1/A02_2", "P1/A02_3"];
        var reads = new ConcurrentDictionary<string, int>();
        screen.Images.OnRead = key => reads.AddOrUpdate(key, 1, (_, count) => count + 1);
        var output = new MemoryBlobStore();
        var running = screen.RunAsync(output, workerCount: 1, far);

        // No image has come yet: what is asked for is the first two sites, whole, and images of the third.
        await far.HasBegunAsync();
        string[] first = [.. sites[..2].SelectMany(FilesOf), "P1/A01_3_Actin.tif", "P1/A01_3_DNA.tif"];
        Assert.Equal(first.Order(), far.AheadKeys.Order());
        far.LetGo();
        await running;
        RunDrill.AssertSame(expected, output);
        Assert.Equal(sites.SelectMany(FilesOf).Order(), far.AheadKeys.Order());
        Assert.All(sites, site => Assert.Equal(1, reads[CellScreen.LocationsOf(site)]));

        static IEnumerable<string> FilesOf(string site) =>
            [$"{site}_Actin.tif", $"{site}_DNA.tif", CellScreen.LocationsOf(site)];
    }

    [Fact]
    public async Task A_location_file_may_be_longer_than_an_image_wherever_it_is()
    {
        var screen = CellScreen.Make([4]);
        var expected = await screen.RunToEndAsync();
        var file = CellScreen.LocationsOf("P1/A01_1");
        var note = new string('x', 40_000);
        var lines = screen.Images.TextOf(file).TrimEnd('\n').Split('\n');
        screen.Images.Put(file, string.Concat(lines.Select((line, i) => $"{line},{(i == 0 ? "Note" : note)}\n")));
        screen.Job = screen.Job with { Limits = new JobLimits { MaxImageBytes = 30_000 } };
        foreach (var far in (FarBlobStore?[])[null, FarFrom(screen)])
        {
            var output = new MemoryBlobStore();
            Assert.Equal(1, (await screen.RunAsync(output, far: far)).Summary.WellsDone);
            Assert.Equal(WellOf(expected, "A01").Profile, WellOf(output, "A01").Profile);
        }
    }

    [Fact]
    public async Task Columns_may_have_other_names_and_a_file_of_both_kinds_reads_the_nuclei()
    {
        var screen = CellScreen.Make([5]);
        var cells = screen.Cells["P1/A01_1"];
        screen.Images.Put(CellScreen.LocationsOf("P1/A01_1"), "id\tcolumn\trow\n" +
            string.Concat(cells.Select((c, i) => FormattableString.Invariant($"{i}\t{c.X}\t{c.Y}\n"))));
        screen.Job = screen.Job with
        {
            Tiles = new TileOptions
            {
                Cells = CellScreen.Listed with { Columns = new CellColumns { X = "column", Y = "row" } },
            },
        };
        var well = WellOf(await screen.RunToEndAsync(), "A01");
        Assert.Equal(screen.MeanEmbedding("P1/A01_1", "DNA", cells), well.Profile[..3]);
    }

    [Fact]
    public async Task Missing_location_files_are_listed_before_a_run()
    {
        var screen = CellScreen.Make([1, 1], [1, 1]);
        screen.Images.Remove(CellScreen.LocationsOf("P1/A01_2"));
        screen.Images.Remove(CellScreen.LocationsOf("P1/A02_1"));
        var plan = await ScreenPlan.MakeAsync(screen.Job, screen.Images, Stop);
        Assert.Empty(plan.Problems);
        var missing = await CellLocations.FindMissingAsync(screen.Job, plan, screen.Images, Stop);
        Assert.Equal(
            [("A01", 2, "P1/locations/A01-2-Nuclei.csv"), ("A02", 1, "P1/locations/A02-1-Nuclei.csv")],
            missing.Select(m => (m.Place.Well.ToString()!, m.Place.SiteNumber!.Value, m.Place.Blob!)));
        var found = screen.Job with { Tiles = new TileOptions { Cells = CellScreen.Found } };
        Assert.Empty(await CellLocations.FindMissingAsync(found, plan, screen.Images, Stop));
    }

    [Fact]
    public async Task A_location_file_may_begin_with_a_byte_order_mark()
    {
        var screen = CellScreen.Make([4, 6], [3, 3]);
        var expected = await screen.RunToEndAsync();
        var file = CellScreen.LocationsOf("P1/A01_1");
        screen.Images.Put(file, "\uFEFF" + screen.Images.TextOf(file));
        RunDrill.AssertSame(expected, await screen.RunToEndAsync());
    }

    [Fact]
    public async Task The_report_has_a_heatmap_of_cells()
    {
        var output = await CellScreen.Make([4, 6], [3, 3]).RunToEndAsync();
        Assert.Contains("Cells per site", output.TextOf("report.html"), StringComparison.Ordinal);
    }

    private static FarBlobStore FarFrom(CellScreen screen, int awaitedCount = 0) => new(screen.Images)
    {
        LengthAhead = 1 << 20,
        HoldsAhead = awaitedCount > 0,
        AwaitedCount = awaitedCount,
    };

    private static WellResult WellOf(MemoryBlobStore output, string well) =>
        WellResultFormat.Read(output[$"plates/P1/wells/{well}.well"], well);

    private static FeatureLayout FeaturesOf(CellScreen screen)
    {
        using var model = CellScreen.Model();
        return FeatureLayout.Of(model.Card, screen.Job);
    }

    private static async Task<ProfileTable> TableAsync(MemoryBlobStore output, string name) =>
        (await new RunFolder(output).ReadTableAsync(RunFolder.PlateKey(new PlateId("P1"), name), Stop))!;
}
