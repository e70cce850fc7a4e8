using System.Text.Json;
using HcsGrid.Profiling;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Client.Tests.Commands.Tables;

public sealed class TablesNormalizeTests : IDisposable
{
    private const string Controls = "Metadata_pert_type == 'control'";

    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("standardize", "all", "a_norm_standardize_all")]
    [InlineData("standardize", Controls, "a_norm_standardize_negcon")]
    [InlineData("robustize", "all", "a_norm_robustize_all")]
    [InlineData("robustize", Controls, "a_norm_robustize_negcon")]
    [InlineData("mad_robustize", "all", "a_norm_mad_robustize_all")]
    [InlineData("mad_robustize", Controls, "a_norm_mad_robustize_negcon")]
    public async Task A_plate_is_normalized_as_pycytominer_does_it(string method, string samples, string expected)
    {
        var output = Out("out.parquet");
        var told = await GoldenTables.RunAsync(
            "tables", "normalize", GoldenTables.PathOf("a_input"), output, "--method", method, "--samples", samples);
        GoldenTables.Equal(
            GoldenTables.Read(GoldenTables.PathOf(expected)), GoldenTables.Read(output), 1e-12);
        Assert.Equal((384, 454), (Int(told, "rows"), Int(told, "features")));
        var group = Assert.Single(told.GetProperty("groups").EnumerateArray());
        Assert.Equal(samples == "all" ? 384 : 24, Int(group, "referenceRows"));
        Assert.Empty(told.GetProperty("degenerateFeatures").EnumerateArray());
        var provenance = TableFile.ReadProvenance(output);
        Assert.Equal(samples, provenance["hcsgrid.option.samples"]);
        Assert.Equal(64, provenance["hcsgrid.input.1.sha256"].Length);
    }

    [Theory]
    [InlineData("0", "eps0")]
    [InlineData("1e-18", "eps1e-18")]
    public async Task The_epsilon_is_the_reference_s_and_degenerate_features_are_named(string epsilon, string file)
    {
        var told = await GoldenTables.RunAsync(
            "tables", "normalize", GoldenTables.PathOf("a_edge_input"), Out("out.csv"), "--method", "mad_robustize",
            "--samples", Controls, "--mad-robustize-epsilon", epsilon);
        var expected = GoldenTables.Read(GoldenTables.PathOf($"a_edge_norm_mad_robustize_negcon_{file}"));
        var actual = GoldenTables.Read(Out("out.csv"));
        // A feature with a large offset loses digits in the reference too.
        string[] cancelling = ["Cells_Edge_plus_1e6"];
        GoldenTables.Equal(Features(expected, cancelling), Features(actual, cancelling), 1e-9);
        string[] others = [.. expected.FeatureNames.Except(cancelling)];
        GoldenTables.Equal(Features(expected, others), Features(actual, others), 1e-12);
        Assert.Equal(
            [
                "Cells_Edge_constant_0p1", "Cells_Edge_mad0_var_nonzero", "Cells_Edge_nan_in_all_controls",
                "Cells_Edge_all_nan", "Cells_Edge_constant_in_controls",
            ],
            told.GetProperty("degenerateFeatures").EnumerateArray().Select(feature => feature.GetString()));
    }

    [Theory]
    [InlineData("ZCA-cor", "a_spherize_ZCA-cor_n384_d40")]
    [InlineData("ZCA", "a_spherize_ZCA_n384_d40")]
    public async Task Profiles_are_sphered_as_pycytominer_does_it(string method, string expectedFile)
    {
        var expected = GoldenTables.Read(GoldenTables.PathOf(expectedFile));
        await GoldenTables.RunAsync(
            "tables", "normalize", GoldenTables.PathOf("a_input"), Out("out.parquet"), "--method", "spherize",
            "--spherize-method", method, "--features", string.Join(',', expected.FeatureNames));
        var actual = GoldenTables.Read(Out("out.parquet"));
        GoldenTables.Equal(expected, Features(actual, expected.FeatureNames), 1e-9);
    }

    [Fact]
    public async Task Typical_variation_is_taken_out()
    {
        var told = await GoldenTables.RunAsync(
            "tables", "normalize", GoldenTables.PathOf("a_input"), Out("out.parquet"), "--method", "tvn",
            "--samples", Controls);
        Assert.Equal((384, 23), (Int(told, "rows"), Int(told, "features")));
    }

    [Fact]
    public async Task A_large_file_is_read_in_chunks_and_gets_the_same_numbers()
    {
        var path = Out("in.csv");
        var table = MadeUp(rowCount: 60_000, featureCount: 32);
        TableFile.Write(table, path, TableProvenance.None);
        string[] args = ["tables", "normalize", path, "", "--method", "mad_robustize", "--by", "Metadata_Plate"];
        var whole = await GoldenTables.RunAsync([.. args[..3], Out("whole.parquet"), .. args[4..]]);
        var chunks = await GoldenTables.RunAsync([.. args[..3], Out("chunks.parquet"), .. args[4..], "--memory", "64"]);
        Assert.False(whole.GetProperty("streamed").GetBoolean());
        Assert.True(chunks.GetProperty("streamed").GetBoolean());
        GoldenTables.Equal(GoldenTables.Read(Out("whole.parquet")), GoldenTables.Read(Out("chunks.parquet")), 0);
        Assert.Equal(whole.GetProperty("groups").ToString(), chunks.GetProperty("groups").ToString());
        foreach (var method in (string[])["spherize", "tvn"])
        {
            var refused = await InProcess.RunAsync(
                "tables", "normalize", path, Out($"{method}.parquet"), "--method", method, "--memory", "64");
            refused.AssertRefused("holds the table whole", "--memory 64 MiB", "in.csv");
        }
    }

    [Fact]
    public async Task A_plate_without_controls_takes_those_of_all_and_the_result_says_so()
    {
        File.WriteAllText(
            Out("in.csv"),
            "Metadata_Plate,Metadata_Role,Cells_f\na,control,1\na,control,3\na,,5\nb,,6\n");
        var told = await GoldenTables.RunAsync(
            "tables", "normalize", Out("in.csv"), Out("out.csv"), "--by", "Metadata_Plate",
            "--samples", "Metadata_Role == 'control'");
        var groups = told.GetProperty("groups").EnumerateArray().ToArray();
        Assert.Equal([false, true], groups.Select(group => group.GetProperty("pooled").GetBoolean()));
        Assert.Equal([-1.0, 1, 3, 4], GoldenTables.Read(Out("out.csv")).Feature(0).ToArray());
    }

    [Theory]
    [InlineData("standardize")]
    [InlineData("center")]
    [InlineData("robustize")]
    public async Task Infinite_reference_values_are_told_as_such_and_not_as_values_that_do_not_vary(string method)
    {
        File.WriteAllText(
            Out("in.csv"),
            "Metadata_Well,Cells_a,Cells_b,Cells_c\nA01,1,1,7\nA02,2,2,7\nA03,inf,3,7\nA04,4,5,7\n");
        string[] command = ["tables", "normalize", Out("in.csv"), Out("out.csv"), "--method", method];
        const string Words = "1 feature has infinite values among the reference rows";
        var people = await InProcess.RunAsync(command);
        people.AssertDone();
        Assert.Contains(Words, people.Errors, StringComparison.Ordinal);
        Assert.Contains(": Cells_a", people.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Cells_a", people.Output, StringComparison.Ordinal);
        Assert.Equal(method != "center", people.Output.Contains("1 feature does not vary", StringComparison.Ordinal));
        var programs = await InProcess.RunAsync([.. command, "--json"]);
        Assert.Contains(Words, programs.Errors, StringComparison.Ordinal);
        var infinite = Assert.Single(programs.Json(0).GetProperty("infiniteFeatures").EnumerateArray());
        Assert.Equal("Cells_a", infinite.GetString());
        Assert.Equal(["", "", "", ""], new Csv(Out("out.csv")).Column("Cells_a"));
    }

    [Fact]
    public async Task What_was_asked_wrongly_is_told_in_a_line_and_nothing_is_written()
    {
        var input = GoldenTables.PathOf("a_input");
        string[] command = ["tables", "normalize", input, Out("out.csv")];
        (await InProcess.RunAsync([.. command, "--samples", "Metadata_pert_type == 'nobody'"]))
            .AssertRefused("No row fulfils", "a_input.csv.gz");
        (await InProcess.RunAsync([.. command, "--by", "Metadata_Nope"])).AssertRefused("Metadata_Nope");
        (await InProcess.RunAsync([.. command, "--mad-robustize-epsilon", "-1", "--method", "mad_robustize"]))
            .AssertRefused("--mad-robustize-epsilon is -1");
        (await InProcess.RunAsync([.. command, "--method", "tvn", "--by", "Metadata_Plate"])).AssertRefused("--batch");
        (await InProcess.RunAsync([.. command, "--spherize-center", "false"])).AssertRefused("--spherize-center");
        (await InProcess.RunAsync("tables", "normalize", input, Out("out.xyz"))).AssertRefused("out.xyz");
        (await InProcess.RunAsync([.. command, "--memory", "1"])).AssertRefused("--memory");
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();

    private static ProfileTable MadeUp(int rowCount, int featureCount)
    {
        var builder = new ProfileTableBuilder(
            ["Metadata_Plate"], [.. Enumerable.Range(0, featureCount).Select(f => $"Cells_f{f}")]);
        var random = new Random(7);
        var row = new double[featureCount];
        for (var i = 0; i < rowCount; i++)
        {
            for (var f = 0; f < featureCount; f++)
                row[f] = random.NextDouble();
            builder.AddRow([$"p{i * 3 / rowCount}"], row);
        }

        return builder.Build();
    }

    private static ProfileTable Features(ProfileTable table, IReadOnlyList<string> names) =>
        table.SelectFeatures([.. names.Select(table.FeatureIndexOf)]);

    private static int Int(JsonElement element, string name) => element.GetProperty(name).GetInt32();

    private string Out(string name) => Path.Combine(_folder.Path, name);
}
