using HcsGrid.Profiling.Tables;

namespace HcsGrid.Client.Tests.Commands.Tables;

public sealed class TablesSelectAggregateTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("variance_threshold", "variance_threshold")]
    [InlineData("drop_outliers_15", "drop_outliers", "--outlier-cutoff", "15")]
    [InlineData("drop_na_columns_0.25", "drop_na_columns", "--na-cutoff", "0.25")]
    [InlineData("noise_removal_1.0", "noise_removal", "--noise-removal-perturb-groups", "Metadata_broad_sample",
        "--noise-removal-stdev-cutoff", "1")]
    [InlineData("correlation_threshold_0.9_with_nan_columns", "correlation_threshold")]
    [InlineData("pipeline_na_variance_outliers_correlation",
        "drop_na_columns,variance_threshold,drop_outliers,correlation_threshold")]
    public async Task Features_are_selected_as_pycytominer_does_it(string name, string operation, params string[] more)
    {
        var told = await GoldenTables.RunAsync(
        [
            "tables", "select", GoldenTables.PathOf("a_fs_input"), Out("out.parquet"), "--operation", operation,
            .. more,
        ]);
        var golden = TableFile.Read(GoldenTables.PathOf("a_fs_kept"), FeatureChoice.EveryNumber);
        var column = golden.Feature(golden.FeatureIndexOf(name)).ToArray();
        // A feature and its exact copy: the reference's sort decides which one goes.
        string[] tie = ["Cells_RadialDistribution_RadialCV_RNA_1of4", "Cells_RadialDistribution_RadialCV_Mito_4of4"];
        var expected = golden.Metadata("feature").Where((_, row) => column[row] == 1).Except(tie);
        var kept = GoldenTables.Read(Out("out.parquet")).FeatureNames;
        Assert.Equal(expected, kept.Except(tie));
        Assert.Equal(kept, told.GetProperty("kept").EnumerateArray().Select(feature => feature.GetString()));
        var dropped = told.GetProperty("dropped").EnumerateArray().ToArray();
        Assert.Equal(454 - kept.Count, dropped.Length);
        Assert.All(dropped, one => Assert.Contains(one.GetProperty("operation").GetString()!, operation.Split(',')));
    }

    [Theory]
    [InlineData("mean")]
    [InlineData("median")]
    public async Task Wells_are_aggregated_as_pycytominer_does_it(string operation)
    {
        var told = await GoldenTables.RunAsync(
            "tables", "aggregate", GoldenTables.PathOf("a_input"), Out("out.csv.gz"), "--strata",
            "Metadata_broad_sample", "--operation", operation);
        var actual = GoldenTables.Read(Out("out.csv.gz"));
        var expected = GoldenTables.Read(GoldenTables.PathOf($"a_aggregate_{operation}_by_broad_sample"));
        GoldenTables.Equal(expected, actual, 1e-12);
        Assert.Equal(expected.Metadata("Metadata_broad_sample"), actual.Metadata("Metadata_broad_sample"));
        Assert.Equal(59, told.GetProperty("groups").GetInt32());
    }

    [Fact]
    public async Task Replicates_become_a_consensus_as_pycytominer_does_it()
    {
        await GoldenTables.RunAsync(
            "tables", "consensus", GoldenTables.PathOf("a_input"), Out("out.parquet"), "--replicate-columns",
            "Metadata_broad_sample", "--operation", "modz");
        var expected = GoldenTables.Read(GoldenTables.PathOf("a_consensus_modz_by_broad_sample"));
        GoldenTables.Equal(expected, GoldenTables.Read(Out("out.parquet")), 1e-12);
        Assert.Equal(
            "0.01", TableFile.ReadProvenance(Out("out.parquet"))["hcsgrid.option.modz-min-weight"]);
    }

    [Fact]
    public async Task Plate_position_is_taken_out_as_R_does_it()
    {
        await GoldenTables.RunAsync(
            "tables", "position", GoldenTables.PathOf("bscore_plates"), Out("out.parquet"), "--by", "plate",
            "--features", "value", "--eps", "0.01");
        var golden = TableFile.Read(GoldenTables.PathOf("bscore_plates"), FeatureChoice.EveryNumber);
        var expected = golden.SelectFeatures([golden.FeatureIndexOf("bscore_r_default")]);
        var actual = TableFile.Read(Out("out.parquet"), FeatureChoice.WithPrefixes(["value"]));
        GoldenTables.Equal(expected.WithFeatures(actual.Feature(0).ToArray()), expected, 1e-12);
        var document = (await InProcess.RunAsync(
            "tables", "position", GoldenTables.PathOf("bscore_plates"), Out("out.csv"), "--by", "plate", "--features",
            "value", "--json")).Json(0);
        Assert.Equal("bscore", document.GetProperty("method").GetString());
    }

    [Fact]
    public async Task What_was_asked_wrongly_is_told_in_a_line()
    {
        var input = GoldenTables.PathOf("a_fs_input");
        string[] select = ["tables", "select", input, Out("out.csv"), "--operation"];
        (await InProcess.RunAsync([.. select, "variance"])).AssertRefused("'variance'", "variance_threshold");
        (await InProcess.RunAsync([.. select, "noise_removal"])).AssertRefused("--noise-removal-perturb-groups");
        (await InProcess.RunAsync([.. select, "blocklist"])).AssertRefused("--blocklist");
        (await InProcess.RunAsync([.. select, "drop_na_columns", "--na-cutoff", "2"]))
            .AssertRefused("--na-cutoff is 2");
        (await InProcess.RunAsync([.. select, "drop_outliers", "--samples", "Metadata_x == 'y'"]))
            .AssertRefused("Metadata_x");
        (await InProcess.RunAsync("tables", "aggregate", input, Out("out.csv"), "--strata", "Metadata_Nope"))
            .AssertRefused("Metadata_Nope");
        (await InProcess.RunAsync("tables", "consensus", input, Out("out.csv"), "--operation", "modz",
            "--modz-precision", "0")).AssertRefused("--modz-precision is 0");
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();

    private string Out(string name) => Path.Combine(_folder.Path, name);
}
