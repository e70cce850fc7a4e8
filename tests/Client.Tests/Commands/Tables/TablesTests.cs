using System.Text.Json;
using System.Text.RegularExpressions;
using HcsGrid.Profiling.Tables;
using HcsGrid.Tests;

namespace HcsGrid.Client.Tests.Commands.Tables;

/// <summary>
/// <c>hcsgrid tables show | convert | join</c>.
/// </summary>
public sealed class TablesTests : IDisposable
{
    private const string Profiles = "Metadata_Plate,Metadata_Well,Count,Cells_a,Nuclei_b\n"
        + "P1,A01,0010,0.1,\nP1,A02,20,-2,1e300\n";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_table_goes_through_every_form_and_comes_back_as_it_was()
    {
        var path = Write("in.csv", Profiles);
        var first = TableFile.Read(path, FeatureChoice.Default);
        foreach (var (name, form) in ((string, string)[])[
            ("1.parquet", "parquet"), ("2.zarr", "annData"), ("3.gct", "gct"), ("4.tsv", "tsv"), ("5.csv.gz", "csv")])
        {
            var result = await InProcess.RunAsync("tables", "convert", path, _folder.PathOf(name), "--json");
            var document = result.Json(0);
            Assert.Equal(form, document.GetProperty("format").GetString());
            Assert.Equal(2, document.GetProperty("rows").GetInt32());
            Assert.Equal(2, document.GetProperty("features").GetInt32());
            path = _folder.PathOf(name);
        }

        var last = TableFile.Read(path, FeatureChoice.Default);
        Assert.Equal(first.ColumnMajorValues.ToArray(), last.ColumnMajorValues.ToArray());
        Assert.Equal(first.MetadataNames, last.MetadataNames);
        Assert.Equal(["0010", "20"], last.Metadata("Count"));
        var shown = (await InProcess.RunAsync("tables", "show", path, "--json")).Json(0).GetProperty("provenance");
        Assert.Equal("4.tsv", shown.GetProperty("hcsgrid.input.1.name").GetString());
        var origin = $"hcsgrid.{string.Concat(Enumerable.Repeat("input.1.from.", 4))}input.1.name";
        Assert.Equal("in.csv", shown.GetProperty(origin).GetString());
    }

    [Fact]
    public async Task The_form_can_be_named_and_single_precision_is_for_anndata_only()
    {
        var path = Write("in.csv", Profiles);
        (await InProcess.RunAsync("tables", "convert", path, _folder.PathOf("out"), "--to", "anndata", "--float32"))
            .AssertDone();
        var table = TableFile.Read(_folder.PathOf("out.zarr"), FeatureChoice.Default);
        Assert.Equal((double)0.1f, table[0, 0]);
        Assert.Equal(double.PositiveInfinity, table[1, 1]);
        (await InProcess.RunAsync("tables", "convert", path, _folder.PathOf("out.csv"), "--float32"))
            .AssertRefused("--float32");
        (await InProcess.RunAsync("tables", "convert", path, _folder.PathOf("out.sqlite"))).AssertRefused(".parquet");
        (await InProcess.RunAsync("tables", "convert", _folder.PathOf("gone.csv"), _folder.PathOf("out.csv")))
            .AssertRefused("gone.csv");
        (await InProcess.RunAsync(
            "tables", "convert", path, _folder.PathOf("out.csv"), "--features", "Spots_")).AssertRefused("Spots_");
        Assert.False(File.Exists(_folder.PathOf("out.csv")));
    }

    [Theory]
    [InlineData("normalize --method center --by Site")]
    [InlineData("normalize --method spherize --by Site --spherize-method PCA")]
    [InlineData("normalize --method tvn --batch Site")]
    [InlineData("aggregate --strata Plate,Site")]
    [InlineData("consensus --replicate-columns Site")]
    [InlineData("position --by Site")]
    [InlineData("transform --method axes --by Site --components 1")]
    [InlineData("select --operation noise_removal --noise-removal-perturb-groups Site")]
    public async Task Columns_of_numbers_that_an_option_groups_by_are_metadata(string command)
    {
        var rows = Enumerable.Range(0, 12).Select(i => $"P,A{i + 1:00},0{i % 3},{i * i % 7}.5,{i % 5}");
        var path = Write("in.csv", $"Plate,Metadata_Well,Site,a,b\n{string.Join('\n', rows)}\n");
        string[] words = command.Split(' ');
        (await InProcess.RunAsync(["tables", words[0], path, _folder.PathOf("out.csv"), .. words[1..]])).AssertDone();
        var table = new Csv(_folder.PathOf("out.csv"));
        Assert.Equal(["00", "01", "02"], table.Column("Site").Distinct().Order());
    }

    [Fact]
    public async Task Numbers_that_strata_name_are_metadata_in_chunks_too()
    {
        var path = _folder.PathOf("in.parquet");
        Directory.CreateDirectory(path);
        var table = CsvTable.Read(new StringReader("Plate,Site,a\nP,1,2\nP,1,4\nP,2,7\n"), "in.csv");
        TableFile.Write(table, Path.Combine(path, "1.parquet"), TableProvenance.None);
        var json = (await InProcess.RunAsync(
            "tables", "aggregate", path, _folder.PathOf("out.csv"), "--strata", "Plate,Site", "--json")).Json(0);
        Assert.True(json.GetProperty("streamed").GetBoolean());
        Assert.Equal(["3", "7"], new Csv(_folder.PathOf("out.csv")).Column("a"));
    }

    [Fact]
    public async Task Columns_named_as_features_that_hold_text_are_told_with_an_example()
    {
        var path = Write("in.csv", "Metadata_p,Cells_a,Cells_b,Count,Nuclei_c\nP,NA,,x,1\nP,\"1,5\",round,y,2\n");
        var shown = await InProcess.RunAsync("tables", "show", path, "--json");
        Assert.Equal(1, shown.Json(0).GetProperty("features").GetArrayLength());
        var line = Assert.Single(shown.Errors.TrimEnd().Split('\n'));
        Assert.Contains($"{path}: 2 columns are named as features but hold text", line, StringComparison.Ordinal);
        Assert.Contains("Cells_a, Cells_b (Cells_a has '1,5' in line 3: numbers have a point", line);
        var chosen = await InProcess.RunAsync("tables", "show", path, "--features", "Nuc,Cou", "--json");
        Assert.Contains("1 column is named as a feature but holds text", chosen.Errors, StringComparison.Ordinal);
        Assert.Contains("Count (Count has 'x' in line 2)", chosen.Errors, StringComparison.Ordinal);
        await InProcess.RunAsync("tables", "convert", path, _folder.PathOf("out.parquet"));
        var stored = await InProcess.RunAsync("tables", "show", _folder.PathOf("out.parquet"));
        Assert.Contains("metadata: Cells_a, Cells_b.", stored.Errors, StringComparison.Ordinal);
        var listed = await InProcess.RunAsync("tables", "show", Write("list.csv", "compound,dose\nx,1\n"));
        Assert.Equal("", listed.Errors);
    }

    [Theory]
    [InlineData("normalize")]
    [InlineData("normalize --memory 64")]
    [InlineData("select")]
    [InlineData("aggregate --strata Metadata_Plate")]
    [InlineData("aggregate --strata Metadata_Plate --memory 64")]
    [InlineData("consensus --replicate-columns Metadata_Plate")]
    [InlineData("transform --method log")]
    [InlineData("position --by Metadata_Plate")]
    public async Task Nothing_is_computed_of_a_table_without_features(string command)
    {
        // With little memory, what is larger than half of it is read in chunks.
        var rows = command.Contains("--memory", StringComparison.Ordinal) ? 2_000_000 : 2;
        var lines = Enumerable.Repeat("Plate 1 of the screen,A01", rows);
        var path = Write("in.csv", "Metadata_Plate,Metadata_Well\n" + string.Join('\n', lines) + "\n");
        var words = command.Split(' ');
        (await InProcess.RunAsync(["tables", words[0], path, _folder.PathOf("out.csv"), .. words[1..]])).AssertRefused(
            "The table has no features", "Metadata_Plate, Metadata_Well", path);
        Assert.False(File.Exists(_folder.PathOf("out.csv")));
    }

    [Fact]
    public async Task What_a_form_cannot_hold_is_told_without_words_of_the_code()
    {
        var path = Write("in.csv", "Metadata_a,Cells_b\n\"x\ty\",1\n");
        var refused = await InProcess.RunAsync("tables", "convert", path, _folder.PathOf("out.gct"));
        refused.AssertRefused("'Metadata_a' has a tab or line break in row 1", "out.gct");
        Assert.DoesNotContain("Parameter", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_join_adds_columns_and_counts_what_found_no_partner()
    {
        var path = Write("in.csv", Profiles);
        var map = Write("map.txt", "well_position\tbroad_sample\tdose\na1\tBRD-1\t0.50\nh12\tBRD-2\t1\n");
        var output = _folder.PathOf("out.csv");
        var document = (await InProcess.RunAsync(
            "tables", "join", path, map, output, "--on", "Metadata_Well=well_position", "--json")).Json(0);
        Assert.Equal(1, document.GetProperty("matched").GetInt32());
        Assert.Equal("A02", document.GetProperty("unmatchedExamples")[0].GetString());
        Assert.Equal("H12", document.GetProperty("unusedExamples")[0].GetString());
        Assert.Equal(
            "Metadata_Plate,Metadata_Well,Count,Metadata_broad_sample,Metadata_dose,Cells_a,Nuclei_b\n"
            + "P1,A01,0010,BRD-1,0.50,0.1,\nP1,A02,20,,,-2,1E+300\n",
            await File.ReadAllTextAsync(output));
        var provenance = TableFile.ReadProvenance(output);
        Assert.Equal("map.txt", provenance["hcsgrid.input.2.name"]);
        Assert.Equal("Metadata_Well=well_position", provenance["hcsgrid.option.on"]);

        (await InProcess.RunAsync(
            "tables", "join", path, map, output, "--on", "Metadata_Well=well_position", "--how", "inner", "--columns",
            "dose", "--prefix", "Metadata_map_")).AssertDone();
        Assert.Equal(
            ["Metadata_Plate", "Metadata_Well", "Count", "Metadata_map_dose"],
            TableFile.Read(output, FeatureChoice.Default).MetadataNames);
        (await InProcess.RunAsync("tables", "join", path, map, output, "--on", "Metadata_Plate=well_position"))
            .AssertRefused("No row", map);
        (await InProcess.RunAsync("tables", "join", path, map, output, "--on", "a=b=c")).AssertRefused("'a=b=c'");
    }

    [Fact]
    public async Task What_is_shown_is_as_the_schema_says()
    {
        var path = Write("in.csv", Profiles);
        await InProcess.RunAsync("tables", "convert", path, _folder.PathOf("out.parquet"));
        await InProcess.RunAsync("tables", "convert", _folder.PathOf("out.parquet"), _folder.PathOf("out.zarr"));
        var schema = JsonDocument.Parse(await File.ReadAllTextAsync(
            Path.Combine(Shared.RepositoryRoot, "docs", "schemas", "profile.schema.json"))).RootElement;
        var shown = (await InProcess.RunAsync("tables", "show", _folder.PathOf("out.zarr"), "--json")).Json(0);
        var described = schema.GetProperty("properties").EnumerateObject().Select(p => p.Name).ToArray();
        Assert.Equal(described, shown.EnumerateObject().Select(m => m.Name));
        Assert.Equal(described, schema.GetProperty("required").EnumerateArray().Select(n => n.GetString()));
        Assert.Equal(
            Enum.GetNames<TableFormat>().Select(JsonNamingPolicy.CamelCase.ConvertName),
            schema.GetProperty("properties").GetProperty("format").GetProperty("enum").EnumerateArray()
                .Select(n => n.GetString()));
        var definitions = schema.GetProperty("$defs");
        var name = definitions.GetProperty("name").GetProperty("pattern").GetString()!;
        Assert.All(
            shown.GetProperty("metadata").EnumerateArray().Concat(shown.GetProperty("features").EnumerateArray()),
            column => Assert.Matches(name, column.GetString()));

        var provenance = definitions.GetProperty("provenance");
        foreach (var member in shown.GetProperty("provenance").EnumerateObject())
        {
            var rules = provenance.GetProperty("patternProperties").EnumerateObject()
                .Where(p => Regex.IsMatch(member.Name, p.Name)).Select(p => p.Value).ToList();
            Assert.NotEmpty(rules);
            if (provenance.GetProperty("properties").TryGetProperty(member.Name, out var known))
                rules.Add(known);
            foreach (var rule in rules)
            {
                var pattern = (rule.TryGetProperty("$ref", out _) ? definitions.GetProperty("sha256") : rule)
                    .TryGetProperty("pattern", out var p) ? p.GetString()! : "";
                Assert.Matches(pattern, member.Value.GetString());
            }
        }

        var words = await InProcess.RunAsync("tables", "show", path);
        words.AssertDone();
        Assert.StartsWith("2 rows, 3 metadata columns, 2 features, 1 missing values", words.Output);
    }

    private string Write(string name, string text)
    {
        File.WriteAllText(_folder.PathOf(name), text);
        return _folder.PathOf(name);
    }
}
