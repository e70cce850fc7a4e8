using HcsGrid.Inference.Tests;
using HcsGrid.Profiling;
using HcsGrid.Profiling.Tables;
using HcsGrid.Runs.Report;
using HcsGrid.Storage;
using HcsGrid.Tests;

namespace HcsGrid.Runs.Tests;

public sealed class ReportBuilderTests
{
    private static readonly string[] Treatment = ["Metadata_pert_iname", "Metadata_Dose"];

    [Fact]
    public async Task The_report_says_of_a_treatment_what_the_tables_say()
    {
        var folder = await RunAsync();
        await PutAsync(folder, "hits", [.. Treatment, "Metadata_moa"],
            ["Effect", "P_Value", "Q_Value", "Replicate_Count", "Replicate_Correlation", "Axis_Effect"],
            (["c0", "2", "m0"], [3.25, 0.001, 0.01, 4, 0.75, 0.5]),
            (["c1", "3", "m1"], [0.5, 0.5, 0.7, 4, 0.1, double.NaN]));
        await PutAsync(folder, "replicates", Treatment, ["Replicate_Count", "Median_Cosine", "Null_95"],
            (["c0", "2"], [4, 0.8, 0.3]), (["c1", "3"], [4, 0.2, 0.3]), (["c2", "2"], [1, double.NaN, double.NaN]));
        await PutAsync(folder, "activity", Treatment, ["Mean_Average_Precision", "P_Value", "Corrected_P_Value"],
            (["c0", "2"], [0.9, 0.02, 0.04]));

        var report = await BuildAsync(folder);
        var strong = report.Treatments.Single(t => t is { Compound: "c0", Dose: 2 });
        Assert.Equal(
            (3.25, 0.001, 0.01, 0.75, 0.5, 0.8, 0.3, 0.9, 0.04),
            (strong.Effect, strong.PValue, strong.QValue, strong.ReplicateCorrelation, strong.AxisEffect,
                strong.MedianCosine, strong.Null95, strong.MeanAveragePrecision, strong.ActivityQValue));
        Assert.Equal((1, 2), (report.Summary.HitCount, report.Summary.TestedCount));
        Assert.Equal((1, 2), (report.Summary.ReplicatingCount, report.Summary.ReplicatedCount));
        Assert.Null(report.Treatments.Single(t => t is { Compound: "c2", Dose: 2 }).MedianCosine);
        Assert.Null(report.Treatments.Single(t => t is { Compound: "c2", Dose: 3 }).QValue);
        Assert.DoesNotContain(report.Absent, a => a.Part is "hits" or "replicates");
        Assert.NotEqual("", ReportPage.Render(report));
    }

    [Fact]
    public async Task A_run_without_the_tables_says_what_is_absent_and_is_drawn()
    {
        var folder = await RunAsync();
        foreach (var table in new[] { "hits", "replicates", "activity", "dose_response", "clusters", "tree" })
            await DeleteAsync(folder, table);
        var report = await BuildAsync(folder);
        Assert.Equal(["hits", "replicates", "curves"], report.Absent.Select(a => a.Part));
        Assert.Null(report.Summary.HitCount);
        Assert.Null(report.Summary.ReplicatedCount);
        Assert.Null(report.Distances.Tree);
        Assert.All(report.Absent, a => Assert.EndsWith(".", a.Reason, StringComparison.Ordinal));
        Assert.NotEqual("", ReportPage.Render(report));
    }

    [Fact]
    public async Task A_finished_run_has_the_numbers_of_its_summary_and_every_part()
    {
        var folder = await RunAsync();
        var summary = (await folder.ReadJsonAsync<RunSummary>(RunFolder.SummaryKey, Cancel))!;
        var report = await BuildAsync(folder);
        Assert.Equal(
            (summary.HitCount, summary.CallableCount, summary.ReplicatingCount, summary.ReplicatedCount),
            (report.Summary.HitCount, report.Summary.TestedCount, report.Summary.ReplicatingCount,
                report.Summary.ReplicatedCount));
        Assert.NotNull(report.Summary.HitCount);
        Assert.NotNull(report.Summary.ReplicatingCount);
        Assert.Equal(["UMAP", "PCA"], report.Maps.Select(m => m.Name));
        Assert.NotNull(report.Distances.Tree);
        Assert.Equal(["c0", "c1", "c2"], report.Curves.Select(c => c.Compound));
        Assert.Empty(report.Absent);
        Assert.NotEqual("", ReportPage.Render(report));
    }

    [Fact]
    public async Task Hits_that_could_not_be_called_say_the_commonest_reason()
    {
        var folder = await RunAsync();
        await PutAsync(folder, "hits", [.. Treatment, "Metadata_moa", "Metadata_Reason"], ["Effect", "Q_Value"],
            (["c0", "2", "m0", "too few controls"], [double.NaN, double.NaN]),
            (["c1", "3", "m1", "another"], [double.NaN, double.NaN]),
            (["c2", "3", "m1", "too few controls"], [double.NaN, double.NaN]));
        Assert.Equal(
            "No treatment has a q-value: too few controls.",
            (await BuildAsync(folder)).Absent.Single(a => a.Part == "hits").Reason);
    }

    [Fact]
    public async Task Dose_curves_are_of_compounds_with_three_doses_and_open_ends_are_none()
    {
        var folder = await RunAsync();
        string[] numbers = ["EC50", "EC50_Low", "EC50_High", "Hill", "Bottom", "Top", "R2"];
        var none = Enumerable.Repeat(double.NaN, 7).ToArray();
        await PutAsync(folder, "dose_response", ["Metadata_pert_iname", "Metadata_Status", "Metadata_Reason"], numbers,
            (["c0", "fit", ""], [2.5, 0, double.PositiveInfinity, 1.5, 0.1, 0.9, 0.97]),
            (["c1", "no fit", "the response is flat"], none), (["taxol", "no fit", "one dose"], none));
        var report = await BuildAsync(folder);
        Assert.Equal(["c0", "c1"], report.Curves.Select(c => c.Compound));
        var fit = report.Curves[0];
        Assert.Equal((2.5, null, null, 1.5, 0.1, 0.9, 0.97),
            (fit.Ec50, fit.Ec50Low, fit.Ec50High, fit.Hill, fit.Bottom, fit.Top, fit.R2));
        Assert.Null(fit.Reason);
        Assert.Equal("the response is flat", report.Curves[1].Reason);
        Assert.NotEqual("", ReportPage.Render(report));
    }

    [Fact]
    public async Task The_tree_has_the_rows_of_the_heatmap_for_leaves()
    {
        var folder = await RunAsync();
        var labels = (await BuildAsync(folder)).Treatments.Select(t => (t.Compound, Dose: $"{t.Dose}")).ToArray();

        // Leaves in the opposite order; the first treatment has no direction, and no place in the tree.
        var leaves = labels.Skip(1).Reverse().ToArray();
        await PutAsync(folder, "clusters", [.. Treatment, "Metadata_Cluster"], ["Leaf_Position"],
            [.. leaves.Select((l, i) => (new[] { l.Compound, l.Dose, i < 3 ? "1" : "2" }, new double[] { i }))]);
        await PutAsync(folder, "tree", [], ["Left", "Right", "Height", "Count"],
            [.. Enumerable.Range(0, leaves.Length - 1).Select(merge => (Array.Empty<string>(), new[]
            {
                merge + 1, merge == 0 ? 0 : leaves.Length + merge - 1, 0.1 * (merge + 1), merge + 2.0,
            }))]);
        var report = await BuildAsync(folder);
        var (distances, tree) = (report.Distances, report.Distances.Tree!);
        Assert.Equal(leaves.Length, distances.Labels.Count);
        Assert.Equal(leaves, tree.Order.Select(row => report.Treatments[distances.Treatments[row]])
            .Select(t => (t.Compound, $"{t.Dose}")));
        Assert.Equal(leaves[1], Leaf(tree.Left[0]));
        Assert.Equal(leaves[0], Leaf(tree.Right[0]));
        Assert.Equal(leaves.Length, tree.Right[1]);
        Assert.Equal("1", report.Treatments.Single(t => (t.Compound, $"{t.Dose}") == leaves[2]).Cluster);
        Assert.Null(report.Treatments[0].Cluster);
        Assert.NotEqual("", ReportPage.Render(report));

        (string, string) Leaf(int row) => (report.Treatments[distances.Treatments[row]].Compound,
            $"{report.Treatments[distances.Treatments[row]].Dose}");
    }

    [Fact]
    public async Task Neighbours_are_the_nearest_of_each_other_compound_nearest_first()
    {
        var report = await BuildAsync(await RunAsync());
        foreach (var treatment in report.Treatments)
        {
            var compounds = treatment.Neighbours.Select(n => report.Treatments[n.Treatment].Compound).ToArray();
            Assert.Equal(2, compounds.Length);
            Assert.DoesNotContain(treatment.Compound, compounds);
            Assert.Distinct(compounds);
            Assert.Equal(treatment.NearestCompound, compounds[0]);
            Assert.Equal(treatment.NearestCosine!.Value, treatment.Neighbours[0].Cosine, 1e-5);
            Assert.True(treatment.Neighbours[0].Cosine >= treatment.Neighbours[1].Cosine);
        }
    }

    [Fact]
    public async Task Controls_spread_is_their_standard_deviation_on_the_control_axis()
    {
        var folder = await RunAsync();
        var axis = (await folder.ReadTableAsync(new BlobKey("plates/P1/control_axis"), Cancel))!;
        var scores = Enumerable.Range(0, axis.RowCount).Where(r => axis.Metadata("Metadata_pert_type")[r] == "negcon")
            .Select(r => axis[r, 0]).ToArray();
        var mean = scores.Average();
        var expected = Math.Sqrt(scores.Sum(s => (s - mean) * (s - mean)) / (scores.Length - 1));
        Assert.Equal(expected, (await BuildAsync(folder)).Plates[0].NegativeSpread!.Value, Math.Abs(expected) * 1e-5);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Task<ReportData> BuildAsync(RunFolder folder) => new ReportBuilder(folder).BuildAsync(Cancel);

    private static async Task<RunFolder> RunAsync()
    {
        var output = new MemoryBlobStore();
        using var model = new FakeModel(batchSize: 4);
        await SmallScreen.Make(plateCount: 2, rowCount: 6, columnCount: 5, siteCount: 1)
            .RunAsync(output, model, workerCount: 1);
        return new RunFolder(output);
    }

    private static async Task DeleteAsync(RunFolder folder, string table)
    {
        foreach (var form in new[] { "csv", "parquet" })
            await folder.Store.DeleteAsync(new BlobKey($"profiles/{table}.{form}"), Cancel);
    }

    private static Task PutAsync(
        RunFolder folder, string table, string[] metadata, string[] features,
        params (string[] Metadata, double[] Values)[] rows)
    {
        var builder = new ProfileTableBuilder(metadata, features);
        foreach (var (names, values) in rows)
            builder.AddRow(names, values);
        return folder.PutTableAsync(
            new BlobKey($"profiles/{table}"), builder.Build(), TableProvenance.None, Cancel);
    }
}
