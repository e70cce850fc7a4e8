using System.Text.Json;
using HcsGrid.Inference.Tests;
using HcsGrid.Profiling;
using HcsGrid.Profiling.Normalization;
using HcsGrid.Runs.Jobs;
using HcsGrid.Tests;

namespace HcsGrid.Runs.Tests;

public class RunTablesTests
{
    private const string Mean = "Image_Intensity_MeanIntensity_DNA";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tables_hold_what_plain_arithmetic_gives()
    {
        var screen = SmallScreen.Make(plateCount: 2, rowCount: 4, columnCount: 5, siteCount: 3);
        var (output, outcome) = await RunAsync(screen);
        var raw = await TableAsync(output, "plates/P2/profiles");
        var normalized = await TableAsync(output, "plates/P2/profiles_normalized");
        var sites = await TableAsync(output, "plates/P2/sites");
        Assert.Equal((20, 20, 60), (raw.RowCount, normalized.RowCount, sites.RowCount));

        var names = raw.Metadata("Metadata_Well");
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        var types = raw.Metadata("Metadata_pert_type");
        var column = raw.FeatureIndexOf(Mean);
        for (var row = 0; row < 20; row++)
        {
            double[] means = [.. Enumerable.Range(1, 3)
                .Select(s => screen.Samples[SmallScreen.Key("P2", names[row], s, "DNA")].Average(v => (double)v))];
            Assert.Equal(means.Order().ElementAt(1), raw[row, column], 1e-9);
        }

        double[] controls = [.. Enumerable.Range(0, 20).Where(r => types[r] == "negcon").Select(r => raw[r, column])
            .Order()];
        Assert.Equal(4, controls.Length);
        var median = (controls[1] + controls[2]) / 2;
        double[] deviations = [.. controls.Select(c => Math.Abs(c - median)).Order()];
        var mad = (deviations[1] + deviations[2]) / 2;
        for (var row = 0; row < 20; row++)
            Assert.Equal((raw[row, column] - median) / (1.4826 * mad), normalized[row, column], 1e-9);

        Assert.Equal(["P2", "A03", "A", "3", "3", "trt", "", "c0", "m0", "2", ""],
            raw.MetadataNames.Select(n => raw.Metadata(n)[2]));
        Assert.Equal((2, 40, 0, 40 * 3 * 12),
            (outcome.PlateCount, outcome.WellsDone, outcome.WellsFailed, outcome.TileCount));
        var quality = outcome.Plates[1];
        Assert.Equal(("P2", 4, 4), (quality.Plate, quality.NegativeControlCount, quality.PositiveControlCount));
        Assert.Equal("mad_robustize on 4 negative controls", quality.Normalization);
        await CheckAxisAsync(output, quality);
    }

    [Fact]
    public async Task Treatments_are_the_medians_of_their_wells_on_all_plates()
    {
        var screen = SmallScreen.Make(plateCount: 2, rowCount: 4, columnCount: 5, siteCount: 1);
        var (output, _) = await RunAsync(screen);
        var consensus = await TableAsync(output, "profiles/consensus");
        var tables = new[]
        {
            await TableAsync(output, "plates/P1/profiles_normalized"),
            await TableAsync(output, "plates/P2/profiles_normalized"),
        };
        Assert.Equal(3 * 3 + 2, consensus.RowCount);
        var compounds = consensus.Metadata("Metadata_pert_iname");
        var doses = consensus.Metadata("Metadata_Dose");
        for (var row = 0; row < consensus.RowCount; row++)
        {
            double[] values = [.. tables.SelectMany(t => Enumerable.Range(0, t.RowCount)
                .Where(r => t.Metadata("Metadata_pert_iname")[r] == compounds[row] &&
                    t.Metadata("Metadata_Dose")[r] == doses[row])
                .Select(r => t[r, t.FeatureIndexOf(Mean)]))];
            Assert.Equal(compounds[row] is "DMSO" or "taxol" ? 8 : compounds[row] == "c0" ? 4 : 2, values.Length);
            Assert.Equal(OrderStatistics.Median(values), consensus[row, consensus.FeatureIndexOf(Mean)], 1e-9);
        }

        var nearest = await TableAsync(output, "profiles/nearest");
        Assert.Equal(9, nearest.RowCount);
        Assert.DoesNotContain("DMSO", nearest.Metadata("Metadata_Nearest_pert_iname"));
        for (var row = 0; row < 9; row++)
        {
            Assert.NotEqual(nearest.Metadata("Metadata_pert_iname")[row],
                nearest.Metadata("Metadata_Nearest_pert_iname")[row]);
            Assert.InRange(nearest[row, 0], -1, 1);
        }

        Assert.Equal(40, (await TableAsync(output, "profiles/map")).RowCount);
    }

    [Theory]
    [InlineData(NormalizationMethod.MadRobustize, ReferenceSamples.All, "mad_robustize on all 8 wells")]
    [InlineData(NormalizationMethod.Standardize, ReferenceSamples.Negcon, "standardize on 2 negative controls")]
    [InlineData(NormalizationMethod.Standardize, ReferenceSamples.All, "standardize on all 8 wells")]
    public async Task The_normalization_is_the_one_asked_for(
        NormalizationMethod method, ReferenceSamples samples, string how)
    {
        var screen = SmallScreen.Make(plateCount: 1, rowCount: 2, columnCount: 4, siteCount: 1);
        screen.Job = screen.Job with
        {
            Normalization = new NormalizationOptions { Method = method, Samples = samples },
        };
        var (output, outcome) = await RunAsync(screen);
        Assert.Equal(how, outcome.Plates[0].Normalization);
        Assert.Empty(outcome.Problems);
        if (method == NormalizationMethod.Standardize && samples == ReferenceSamples.All)
        {
            var column = (await TableAsync(output, "plates/P1/profiles_normalized"));
            var values = column.Feature(column.FeatureIndexOf(Mean)).ToArray();
            Assert.Equal(0, values.Average(), 1e-9);
            Assert.Equal(1, Math.Sqrt(values.Average(v => v * v)), 1e-9);
        }
    }

    [Fact]
    public async Task Without_controls_a_plate_is_normalized_on_all_its_wells_and_says_so()
    {
        var screen = SmallScreen.Make(plateCount: 1, rowCount: 2, columnCount: 3, siteCount: 1);
        screen.Job = screen.Job with { PlateMap = null };
        var (output, outcome) = await RunAsync(screen);
        Assert.Equal("mad_robustize on all 6 wells", outcome.Plates[0].Normalization);
        Assert.Contains("no negative controls", Assert.Single(outcome.Problems).Text, StringComparison.Ordinal);
        Assert.Null(outcome.ZPrime);
        Assert.Null(outcome.MoaTotal);
        Assert.Equal(0, (await TableAsync(output, "profiles/consensus")).RowCount);
        AssertReport(output);
    }

    [Fact]
    public async Task A_screen_of_one_well_comes_to_its_end()
    {
        var screen = SmallScreen.Make(plateCount: 1, rowCount: 1, columnCount: 1, siteCount: 1);
        var (output, outcome) = await RunAsync(screen);
        Assert.Equal((1, 0, null), (outcome.WellsDone, outcome.WellsFailed, outcome.ZPrime));
        Assert.Equal(1, (await TableAsync(output, "plates/P1/profiles_normalized")).RowCount);
        Assert.Equal(0, (await TableAsync(output, "profiles/map")).RowCount);
        AssertReport(output);
    }

    [Fact]
    public async Task A_screen_whose_wells_all_fail_comes_to_its_end_with_every_reason()
    {
        var screen = SmallScreen.Make(plateCount: 2, rowCount: 1, columnCount: 3, siteCount: 1);
        foreach (var key in screen.Images.Keys.Where(k => k.EndsWith(".tif", StringComparison.Ordinal)))
            screen.Images[key] = [];
        var (output, outcome) = await RunAsync(screen);
        Assert.Equal((0, 6, 0L), (outcome.WellsDone, outcome.WellsFailed, outcome.TileCount));
        Assert.Equal(6, outcome.Problems.Count(p => p.Well is not null));
        Assert.Equal((0, 0), ((await TableAsync(output, "plates/P1/profiles")).RowCount, outcome.Plates[0].WellsDone));
        Assert.Null(outcome.ZPrime);
        AssertReport(output);
    }

    [Fact]
    public async Task A_plate_whose_wells_all_fail_leaves_the_other_plate_as_it_is()
    {
        var screen = SmallScreen.Make(plateCount: 2, rowCount: 2, columnCount: 4, siteCount: 1);
        foreach (var key in screen.Images.Keys.Where(k => k.StartsWith("P1/", StringComparison.Ordinal)))
            screen.Images[key] = [];
        var (output, outcome) = await RunAsync(screen);
        Assert.Equal((8, 8), (outcome.WellsDone, outcome.WellsFailed));
        Assert.Equal(8, (await TableAsync(output, "profiles/map")).RowCount);
        AssertReport(output);
    }

    [Fact]
    public async Task Wells_that_are_all_alike_come_to_their_end()
    {
        var screen = SmallScreen.Make(plateCount: 1, rowCount: 3, columnCount: 4, siteCount: 1);
        foreach (var key in screen.Images.Keys.Where(k => k.EndsWith(".tif", StringComparison.Ordinal)))
            screen.Images[key] = Imaging.ImageEncoder.EncodePlainTiff(new ushort[35], 7, 5);
        var (output, outcome) = await RunAsync(screen);
        Assert.Equal((12, 0, null), (outcome.WellsDone, outcome.WellsFailed, outcome.ZPrime));
        Assert.Contains(Mean, outcome.Plates[0].DegenerateFeatures);
        AssertReport(output);
    }

    [Fact]
    public async Task A_job_that_wants_pictures_has_them_in_its_report()
    {
        var screen = SmallScreen.Make(plateCount: 1, rowCount: 1, columnCount: 3, siteCount: 1);
        screen.Job = screen.Job with { Thumbnails = new ThumbnailOptions { SizePixels = 16 } };
        var (output, _) = await RunAsync(screen);
        Assert.Equal(3, output.TextOf("report.html").Split("data:image/jpeg;base64,").Length - 1);
    }

    private static async Task CheckAxisAsync(MemoryBlobStore output, PlateQualitySummary quality)
    {
        var axis = await TableAsync(output, "plates/P2/control_axis");
        var types = axis.Metadata("Metadata_pert_type");
        double[] Scores(string type) => [.. Enumerable.Range(0, axis.RowCount).Where(r => types[r] == type)
            .Select(r => axis[r, 0])];
        var (negative, positive) = (Scores("negcon"), Scores("poscon"));
        double Deviation(double[] values) =>
            Math.Sqrt(values.Sum(v => (v - values.Average()) * (v - values.Average())) / (values.Length - 1));
        var spread = 3 * (Deviation(negative) + Deviation(positive));
        var expected = 1 - (spread / Math.Abs(positive.Average() - negative.Average()));
        Assert.NotNull(quality.ZPrime);
        Assert.Equal(expected, quality.ZPrime.Value, 1e-6 * (1 + Math.Abs(expected)));
        Assert.All(quality.DoseTrends, t => Assert.Equal(3, t.DoseCount));
        Assert.Equal(["c0", "c1", "c2"], quality.DoseTrends.Select(t => t.Compound).Order());
    }

    private static async Task<(MemoryBlobStore Output, RunSummary Summary)> RunAsync(SmallScreen screen)
    {
        var output = new MemoryBlobStore();
        using var model = new FakeModel(batchSize: 4);
        return (output, (await screen.RunAsync(output, model)).Summary);
    }

    private static async Task<ProfileTable> TableAsync(MemoryBlobStore output, string key) =>
        await new RunFolder(output).ReadTableAsync(new Storage.BlobKey(key), Stop)
            ?? throw new InvalidOperationException(key);

    private static void AssertReport(MemoryBlobStore output)
    {
        var page = output.TextOf("report.html");
        Assert.Contains("</html>", page, StringComparison.Ordinal);
        using var summary = JsonDocument.Parse(output["profiles/summary.json"]);
        Assert.Equal("small", summary.RootElement.GetProperty("run").GetString());
        Assert.DoesNotContain("NaN", output.TextOf("profiles/summary.json"), StringComparison.Ordinal);
    }
}
