using HcsGrid.Inference.Tests;
using HcsGrid.Profiling;
using HcsGrid.Profiling.Response;
using HcsGrid.Profiling.Structure;
using HcsGrid.Profiling.Tables;
using HcsGrid.Runs.Jobs;
using HcsGrid.Tests;

namespace HcsGrid.Runs.Tests;

public class ScreenTablesTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hits_are_those_of_the_normalized_wells_against_their_plates_controls()
    {
        var output = await RunAsync(2, 4, 5);
        var hits = await TableAsync(output, "hits");
        Assert.Equal(9, hits.RowCount);
        Assert.DoesNotContain("DMSO", hits.Metadata("Metadata_pert_iname"));
        Assert.DoesNotContain("taxol", hits.Metadata("Metadata_pert_iname"));
        var wells = await WellsAsync(output, "profiles_normalized");
        var axis = await WellsAsync(output, "control_axis");
        var usable = Enumerable.Range(0, wells.FeatureCount)
            .Where(f => wells.Feature(f).ToArray().All(v => Math.Abs(v) <= 500)).ToArray();
        var expected = HitCalling.Call(
            wells.SelectFeatures(usable), Rows(wells, "trt"), Rows(wells, "negcon"),
            ["Metadata_pert_iname", "Metadata_Dose"], "Metadata_Plate", new HitCallingOptions());
        for (var i = 0; i < 9; i++)
        {
            var hit = expected.Treatments[i];
            Assert.Equal(hit.Key, [hits.Metadata("Metadata_pert_iname")[i], hits.Metadata("Metadata_Dose")[i]]);
            Assert.Equal(
                (hit.Effect, hit.PValue, hit.QValue, (double)hit.Rows.Count),
                (Value(hits, i, "Effect"), Value(hits, i, "P_Value"), Value(hits, i, "Q_Value"),
                    Value(hits, i, "Replicate_Count")));
            Assert.Equal(hit.Rows.Average(row => axis[row, 0]), Value(hits, i, "Axis_Effect"), 1e-12);
            var (a, b) = (wells.SelectFeatures(usable).Row(hit.Rows[0]), wells.SelectFeatures(usable).Row(hit.Rows[1]));
            if (hit.Rows.Count == 2)
                Assert.Equal(Pearson(a, b), Value(hits, i, "Replicate_Correlation"), 1e-9);
        }

        var summary = await new RunFolder(output).ReadJsonAsync<RunSummary>(RunFolder.SummaryKey, Stop);
        Assert.Equal((expected.HitCount, 9), (summary!.HitCount, summary.CallableCount));
        var replicates = await TableAsync(output, "replicates");
        Assert.Equal(9, replicates.RowCount);
        Assert.Equal(
            Enumerable.Range(0, 9).Count(i => Value(replicates, i, "Median_Cosine") > Value(replicates, i, "Null_95")),
            summary.ReplicatingCount);
        Assert.Equal(9, summary.ReplicatedCount);
    }

    [Fact]
    public async Task The_tree_holds_every_treatment_once_and_its_leaves_have_places()
    {
        var output = await RunAsync(2, 4, 5);
        var (clusters, tree) = (await TableAsync(output, "clusters"), await TableAsync(output, "tree"));
        Assert.Equal((9, 8), (clusters.RowCount, tree.RowCount));
        Assert.Equal(Enumerable.Range(0, 9).Select(i => (double)i), Column(clusters, "Leaf_Position").Order());
        Assert.Equal(
            Enumerable.Range(0, 16).Select(i => (double)i),
            Column(tree, "Left").Concat(Column(tree, "Right")).Order());
        Assert.Equal(Column(tree, "Height").Order(), Column(tree, "Height"));
        Assert.Equal(9, Column(tree, "Count")[^1]);
        Assert.All(clusters.Metadata("Metadata_Cluster"), c => Assert.InRange(int.Parse(c, null), 1, 9));
    }

    [Fact]
    public async Task The_map_has_principal_components_and_umap_of_every_well()
    {
        var output = await RunAsync(2, 4, 5);
        var map = await TableAsync(output, "map");
        Assert.Equal(["PC1", "PC2", "Map_1", "Map_2"], map.FeatureNames);
        Assert.Equal(40, map.RowCount);
        foreach (var column in map.FeatureNames)
        {
            Assert.All(Column(map, column), value => Assert.True(double.IsFinite(value)));
            Assert.Equal(0, Column(map, column).Average(), 1e-9 * Column(map, column).Max(Math.Abs));
        }
    }

    [Fact]
    public async Task Compounds_with_too_few_doses_have_no_curve_and_those_with_one_no_row()
    {
        var output = await RunAsync(2, 4, 5);
        var doses = await TableAsync(output, "dose_response");
        Assert.Equal(["c0", "c1", "c2"], doses.Metadata("Metadata_pert_iname"));
        Assert.All(doses.Metadata("Metadata_Status"), status => Assert.Equal("no fit", status));
        Assert.All(doses.Metadata("Metadata_Reason"), reason => Assert.Equal("fewer than 4 doses", reason));
        Assert.Equal([3, 3, 3], Column(doses, "Dose_Count"));
        Assert.All(Column(doses, "EC50"), value => Assert.Equal(double.NaN, value));
    }

    [Fact]
    public void A_compound_that_follows_a_curve_on_the_axis_has_its_ec50()
    {
        var (wells, axis) = DoseWells("µM", "µM");
        var table = ScreenDoseResponses.TableOf(ScreenProfiles.Of([wells], [axis]), new DoseResponseOptions());
        Assert.Equal(["follows", "stays"], table.Metadata("Metadata_pert_iname"));
        Assert.Equal(["fit", "no fit"], table.Metadata("Metadata_Status"));
        Assert.Equal(["µM", "µM"], table.Metadata("Metadata_Dose_Unit"));
        Assert.Equal(1, Value(table, 0, "EC50"), 0.05);
        Assert.InRange(1, Value(table, 0, "EC50_Low"), Value(table, 0, "EC50_High"));
        Assert.Equal((8.0, 17.0), (Value(table, 0, "Dose_Count"), Value(table, 0, "Point_Count")));
        Assert.StartsWith("no response", table.Metadata("Metadata_Reason")[1], StringComparison.Ordinal);
        var (mixed, same) = DoseWells("µM", "nM");
        var refused = ScreenDoseResponses.TableOf(ScreenProfiles.Of([mixed], [same]), new DoseResponseOptions());
        Assert.Equal(("no fit", "doses in different units", ""),
            (refused.Metadata("Metadata_Status")[0], refused.Metadata("Metadata_Reason")[0],
                refused.Metadata("Metadata_Dose_Unit")[0]));
        Assert.Equal(double.NaN, Value(refused, 0, "EC50"));
    }

    [Fact]
    public async Task Activity_ranks_replicates_before_the_controls_of_their_plate()
    {
        var output = await RunAsync(2, 4, 5);
        var activity = await TableAsync(output, "activity");
        Assert.Equal(9, activity.RowCount);
        Assert.Equal(
            (await TableAsync(output, "hits")).Metadata("Metadata_Dose"), activity.Metadata("Metadata_Dose"));
        Assert.All(Column(activity, "Mean_Average_Precision"), value => Assert.InRange(value, 1.0 / 8, 1));
        Assert.All(Column(activity, "P_Value"), value => Assert.InRange(value, 1.0 / 10001, 1));
        Assert.All(
            Column(activity, "P_Value").Zip(Column(activity, "Corrected_P_Value")),
            pair => Assert.True(pair.First <= pair.Second));
    }

    [Fact]
    public async Task Selected_profiles_are_consensus_profiles_with_fewer_features()
    {
        var output = await RunAsync(2, 4, 5);
        var (consensus, selected) = (await TableAsync(output, "consensus"), await TableAsync(output, "selected"));
        Assert.Equal(consensus.Metadata("Metadata_Dose"), selected.Metadata("Metadata_Dose"));
        Assert.InRange(selected.FeatureCount, 1, consensus.FeatureCount - 1);
        foreach (var name in selected.FeatureNames)
            Assert.Equal(Column(consensus, name), Column(selected, name));
    }

    [Fact]
    public async Task Every_table_says_where_it_comes_from()
    {
        var output = await RunAsync(1, 3, 4);
        var job = await new RunFolder(output).ReadJobAsync(Stop);
        using var folder = new TempFolder();
        var names = output.Keys.Where(k => k.EndsWith(".parquet", StringComparison.Ordinal)).ToArray();
        Assert.Equal(14, names.Length);
        foreach (var name in names)
        {
            var path = Path.Combine(folder.Path, "table.parquet");
            await File.WriteAllBytesAsync(path, output[name], Stop);
            var provenance = TableFile.ReadProvenance(path);
            var csv = Path.Combine(folder.Path, "table.csv");
            await File.WriteAllBytesAsync(
                csv + ProvenanceFile.Suffix, output[Path.ChangeExtension(name, ".csv") + ProvenanceFile.Suffix], Stop);
            Assert.Equal(provenance.ToDictionary(), TableFile.ReadProvenance(csv).ToDictionary());
            Assert.Equal(JobFile.HashOf(job), provenance[TableProvenance.JobKey]);
            Assert.Equal(job.ModelSha256 ?? "", provenance[TableProvenance.ModelKey]);
            Assert.StartsWith("HcsGrid", provenance[TableProvenance.VersionKey], StringComparison.OrdinalIgnoreCase);
            Assert.Equal("mad_robustize, samples negcon, epsilon 1E-18", provenance["hcsgrid.option.normalization"]);
            if (name.EndsWith("hits.parquet", StringComparison.Ordinal))
                Assert.Equal("10000", provenance["hcsgrid.option.hits.draws"]);
            else if (name.EndsWith("profiles_normalized.parquet", StringComparison.Ordinal))
            {
                Assert.Equal("mad_robustize on 3 negative controls",
                    provenance["hcsgrid.option.normalization.fitted"]);
            }
        }
    }

    [Fact]
    public async Task A_run_says_how_well_plates_can_be_told_before_and_after_normalization()
    {
        var output = await RunAsync(2, 4, 5);
        var folder = new RunFolder(output);
        var summary = await folder.ReadJsonAsync<RunSummary>(RunFolder.SummaryKey, Stop);
        var tables = new List<ProfileTable>();
        foreach (var plate in summary!.Plates)
        {
            var key = RunFolder.PlateKey(new Plates.PlateId(plate.Plate), "profiles");
            tables.Add((await folder.ReadTableAsync(key, Stop))!);
        }

        // Written out again: each feature less its mean over all wells of both plates, by its standard deviation.
        var wells = ProfileTable.Concat(tables);
        var values = wells.ColumnMajorValues.ToArray();
        for (var f = 0; f < wells.FeatureCount; f++)
        {
            var column = values.AsSpan(f * wells.RowCount, wells.RowCount);
            var own = column.ToArray();
            var mean = own.Average();
            var sd = Math.Sqrt(own.Average(v => (v - mean) * (v - mean)));
            foreach (ref var value in column)
                value = sd > 1e-9 * Math.Abs(mean) ? (value - mean) / sd : double.NaN;
        }

        var expected = BatchEffect.Measure(
            wells.WithFeatures(values), "Metadata_Plate", new BatchEffectOptions());
        Assert.Equal(expected.Accuracy, summary.RawPlateAccuracy!.Value, 1e-12);
        Assert.Equal(expected.ChanceAccuracy, summary.RawPlateAccuracyByChance!.Value, 1e-12);
        Assert.InRange(summary.PlateAccuracy!.Value, 0, 1);
        var one = await new RunFolder(await RunAsync(1, 3, 4)).ReadJsonAsync<RunSummary>(RunFolder.SummaryKey, Stop);
        Assert.Equal((null, null), (one!.RawPlateAccuracy, one.PlateAccuracy));
    }

    [Fact]
    public async Task A_plate_says_how_much_its_controls_vary_and_what_goes_with_position()
    {
        var output = await RunAsync(1, 4, 5);
        var quality = await new RunFolder(output).ReadJsonAsync<PlateQualitySummary>(
            new Storage.BlobKey("plates/P1/quality.json"), Stop);
        Assert.InRange(quality!.NegativeControlCv!.Value, 0.01, 3);
        foreach (var effect in new[] { quality.RowEffect, quality.ColumnEffect, quality.EdgeEffect })
            Assert.InRange(effect!.Value, -1, 1);
    }

    private static (ProfileTable Wells, ProfileTable Axis) DoseWells(string unit, string lastUnit)
    {
        string[] names =
        [
            "Metadata_Plate", "Metadata_Well", "Metadata_pert_type", "Metadata_pert_iname", "Metadata_moa",
            "Metadata_Dose", "Metadata_Dose_Unit",
        ];
        var (wells, axis) = (new ProfileTableBuilder(names, ["f"]), new ProfileTableBuilder(names, ["Control_Axis"]));
        double[] noise = [0.02, -0.01, 0.03, -0.03, 0.01, -0.02, 0.015, -0.005];
        for (var i = 0; i < 17; i++)
        {
            var dose = i == 16 ? 0 : Math.Pow(10, (i / 2 / 2.0) - 2);
            var curve = dose > 0 ? 1 / (1 + (1 / dose)) : 0;
            var own = i == 15 ? lastUnit : unit;
            var text = dose.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
            foreach (var (compound, score) in new[]
            {
                ("follows", curve + noise[i % 8]), ("stays", noise[(i * 5) % 8]),
            })
            {
                string[] metadata = ["P", $"A{i + 1:00}", "trt", compound, "m", text, compound == "stays" ? unit : own];
                wells.AddRow(metadata, [score]);
                axis.AddRow(metadata, [score]);
            }
        }

        return (wells.Build(), axis.Build());
    }

    [Fact]
    public void A_screen_whose_tables_would_not_fit_is_refused_with_its_size_and_what_to_do()
    {
        const int FeatureCount = 1 << 10;
        const long MostWells = ScreenTables.MaxValueCount / FeatureCount;
        ScreenTables.RequireBounded(MostWells, FeatureCount);
        ScreenTables.RequireBounded(0, 0);
        var error = Assert.Throws<Plates.ScreenDataException>(
            () => ScreenTables.RequireBounded(MostWells + 1, FeatureCount));
        Assert.Contains("262145 wells of 1024 features", error.Message, StringComparison.Ordinal);
        Assert.Contains("at most 268435456", error.Message, StringComparison.Ordinal);
        Assert.Contains("262144 wells. Run fewer plates as one job", error.Message, StringComparison.Ordinal);
    }

    private static async Task<MemoryBlobStore> RunAsync(int plateCount, int rowCount, int columnCount)
    {
        var screen = SmallScreen.Make(plateCount, rowCount, columnCount, siteCount: 1);
        var output = new MemoryBlobStore();
        using var model = new FakeModel(batchSize: 4);
        Assert.Empty((await screen.RunAsync(output, model)).Summary.Problems);
        return output;
    }

    private static async Task<ProfileTable> TableAsync(MemoryBlobStore output, string name) =>
        await new RunFolder(output).ReadTableAsync(new Storage.BlobKey($"profiles/{name}"), Stop)
            ?? throw new InvalidOperationException(name);

    private static async Task<ProfileTable> WellsAsync(MemoryBlobStore output, string name)
    {
        var tables = new List<ProfileTable>();
        foreach (var plate in new[] { "P1", "P2" })
        {
            tables.Add(await new RunFolder(output).ReadTableAsync(new Storage.BlobKey($"plates/{plate}/{name}"), Stop)
                ?? throw new InvalidOperationException(name));
        }

        return ProfileTable.Concat(tables);
    }

    private static int[] Rows(ProfileTable table, string role) => [.. Enumerable.Range(0, table.RowCount)
        .Where(row => table.Metadata("Metadata_pert_type")[row] == role)];

    private static double[] Column(ProfileTable table, string name) =>
        table.Feature(table.FeatureIndexOf(name)).ToArray();

    private static double Value(ProfileTable table, int row, string name) =>
        table[row, table.FeatureIndexOf(name)];

    private static double Pearson(double[] a, double[] b)
    {
        var (meanA, meanB) = (a.Average(), b.Average());
        return a.Zip(b, (x, y) => (x - meanA) * (y - meanB)).Sum()
            / Math.Sqrt(a.Sum(x => (x - meanA) * (x - meanA)) * b.Sum(y => (y - meanB) * (y - meanB)));
    }
}
