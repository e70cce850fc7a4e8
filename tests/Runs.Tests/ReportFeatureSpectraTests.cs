using HcsGrid.Inference.Tests;
using HcsGrid.Profiling;
using HcsGrid.Profiling.Aggregation;
using HcsGrid.Profiling.Localization;
using HcsGrid.Runs.Report;
using HcsGrid.Tests;

namespace HcsGrid.Runs.Tests;

public sealed class ReportFeatureSpectraTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_spectrum_is_the_mean_of_a_treatments_wells_in_the_order_of_all_treatments_codes()
    {
        var folder = new RunFolder(await CodesRun.RunAsync(
            SmallScreen.Make(plateCount: 2, rowCount: 6, columnCount: 5, siteCount: 1), _folder));
        var report = await new ReportBuilder(folder).BuildAsync(Stop);
        var spectra = report.Spectra!;
        var wells = (await folder.ReadTableAsync(ScreenTables.CodesKey, Stop))!;
        var map = CodeClustermap.Of(
            Aggregator.Aggregate(wells, ["Metadata_pert_iname", "Metadata_Dose"], AggregationMethod.Mean), new());
        Assert.Equal(map.Order.Select(code => wells.FeatureNames[code]), spectra.Codes.Select(c => $"quarters_{c}"));
        Assert.Equal(map.Order.Select(code => map.Clusters[code]), spectra.Clusters);
        Assert.Equal("11 treatments and controls", spectra.OrderedBy);
        Assert.Equal((9, 0), (spectra.Treatments.Count, spectra.OmittedCount));
        var shown = spectra.Treatments.Select(t => report.Treatments[t]).ToArray();
        Assert.Equal(shown.OrderBy(t => t.Moa).ThenBy(t => t.Compound).ThenBy(t => t.Dose), shown);
        for (var row = 0; row < shown.Length; row++)
        {
            var mean = MeanOf(wells, map, (compound, dose, _) =>
                compound == shown[row].Compound && dose == $"{shown[row].Dose}");
            Assert.Equal(mean.Length, spectra.Shares[row].Count);
            Assert.All(mean.Zip(spectra.Shares[row]), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        }

        var controls = MeanOf(wells, map, (_, _, role) => role == "negcon");
        Assert.All(controls.Zip(spectra.Controls!), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.Equal(Enumerable.Range(0, 9), spectra.Likeness.Order());
        Assert.NotEqual("", ReportPage.Render(report));
    }

    [Fact]
    public async Task The_similar_ones_are_those_of_the_largest_correlation_with_their_own_treatment_left_out()
    {
        var folder = new RunFolder(await CodesRun.RunAsync(
            SmallScreen.Make(plateCount: 1, rowCount: 3, columnCount: 6, siteCount: 1), _folder));
        var spectra = (await new ReportBuilder(folder).BuildAsync(Stop)).Spectra!;
        var rowOf = spectra.Treatments.Select((treatment, row) => (treatment, row)).ToDictionary();
        for (var row = 0; row < spectra.Treatments.Count; row++)
        {
            var expected = Enumerable.Range(0, spectra.Treatments.Count).Where(other => other != row)
                .Select(other => Pearson(spectra.Shares[row], spectra.Shares[other])).OrderDescending().Take(8);
            var found = spectra.Similar[row];
            Assert.All(expected.Zip(found, (e, f) => (e, f.Correlation)), pair =>
                Assert.Equal(pair.e, pair.Correlation, 1e-5));
            Assert.All(found, other => Assert.Equal(
                Pearson(spectra.Shares[row], spectra.Shares[rowOf[other.Treatment]]), other.Correlation, 1e-5));
            Assert.DoesNotContain(found, other => other.Treatment == spectra.Treatments[row]);
            Assert.Equal((8, 1), (found.Count, found[0].Rank));
        }
    }

    [Fact]
    public async Task Of_few_treatments_the_wells_order_the_codes_and_a_run_without_codes_says_nothing()
    {
        var screen = SmallScreen.Make(plateCount: 1, rowCount: 2, columnCount: 4, siteCount: 1);
        var report = await new ReportBuilder(new RunFolder(await CodesRun.RunAsync(screen, _folder))).BuildAsync(Stop);
        Assert.Equal("8 wells, the treatments being fewer than 8", report.Spectra!.OrderedBy);
        Assert.Equal(4, report.Spectra.Treatments.Count);
        var output = new MemoryBlobStore();
        using var model = new FakeModel(batchSize: 4);
        await screen.RunAsync(output, model);
        var other = await new ReportBuilder(new RunFolder(output)).BuildAsync(Stop);
        Assert.Null(other.Spectra);
        Assert.DoesNotContain(other.Absent, a => a.Part == ReportAbsence.Spectra);
    }

    [Fact]
    public void Of_more_treatments_than_a_page_bears_those_of_the_smallest_q_values_are_shown()
    {
        var count = ReportFeatureSpectra.MaxTreatmentCount + 200;
        var (tables, treatments) = MadeUp(count, (row, code) => ((row * (code + 3) % 11) + (code * code)) / 100.0);
        var (spectra, absence) = ReportFeatureSpectra.Of(tables, treatments);
        Assert.Null(absence);
        Assert.Equal(200, spectra!.OmittedCount);
        Assert.Equal(
            treatments.Index().OrderBy(t => t.Item.QValue).Take(1000).Select(t => t.Index).Order(),
            spectra.Treatments.Order());
        Assert.All(spectra.Similar, list => Assert.Equal(8, list.Count));
    }

    [Theory]
    [InlineData(0.25, 4, "no code of the model varies")]
    [InlineData(-0.25, 4, "below 0")]
    [InlineData(0.25, ReportFeatureSpectra.MaxCodeCount + 1, "2049 codes, more than 2048")]
    public void Spectra_that_cannot_be_shown_say_why(double share, int codeCount, string reason)
    {
        var (tables, treatments) = MadeUp(12, (_, _) => share, codeCount);
        var (spectra, absence) = ReportFeatureSpectra.Of(tables, treatments);
        Assert.Null(spectra);
        Assert.Equal(ReportAbsence.Spectra, absence!.Part);
        Assert.Contains(reason, absence.Reason, StringComparison.Ordinal);
    }

    private static (ReportTables Tables, ReportTreatment[] Treatments) MadeUp(
        int count, Func<int, int, double> share, int codeCount = 4)
    {
        var codes = new ProfileTableBuilder(
            ["Metadata_pert_iname", "Metadata_Dose", "Metadata_pert_type"],
            [.. Enumerable.Range(0, codeCount).Select(code => $"m_DNA_code{code}")]);
        var nearest = new ProfileTableBuilder(["Metadata_pert_iname", "Metadata_Dose", "Metadata_moa"], []);
        for (var row = 0; row < count; row++)
        {
            codes.AddRow([$"c{row}", "1", "trt"], [.. Enumerable.Range(0, codeCount).Select(code => share(row, code))]);
            nearest.AddRow([$"c{row}", "1", ""], []);
        }

        var none = new ProfileTableBuilder([], []).Build();
        return (new ReportTables
        {
            Consensus = none,
            Nearest = nearest.Build(),
            Map = none,
            Hits = new TreatmentRows(null),
            Replicates = new TreatmentRows(null),
            Activity = new TreatmentRows(null),
            Clusters = new TreatmentRows(null),
            Codes = codes.Build(),
        }, [.. Enumerable.Range(0, count).Select(row => new ReportTreatment
        {
            Compound = $"c{row}",
            Dose = 1,
            ReplicateCount = 1,
            QValue = row * 7919 % count / (double)count,
        })]);
    }

    private static double[] MeanOf(ProfileTable wells, CodeClustermap map, Func<string, string, string, bool> isMine)
    {
        var rows = Enumerable.Range(0, wells.RowCount).Where(row => isMine(
            wells.Metadata("Metadata_pert_iname")[row], wells.Metadata("Metadata_Dose")[row],
            wells.Metadata("Metadata_pert_type")[row])).ToArray();
        Assert.NotEmpty(rows);
        return [.. map.Order.Select(code => rows.Average(row => wells[row, code]))];
    }

    private static double Pearson(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        var (meanA, meanB) = (a.Average(), b.Average());
        var shared = a.Zip(b, (x, y) => (x - meanA) * (y - meanB)).Sum();
        return shared / Math.Sqrt(a.Sum(x => (x - meanA) * (x - meanA)) * b.Sum(y => (y - meanB) * (y - meanB)));
    }
}
