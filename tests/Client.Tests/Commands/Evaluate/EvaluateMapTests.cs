using System.Text.Json;
using HcsGrid.Profiling;
using HcsGrid.Profiling.Tables;
using HcsGrid.Tests;

namespace HcsGrid.Client.Tests.Commands.Evaluate;

public class EvaluateMapTests
{
    private const string Sample = "Metadata_broad_sample";

    [Theory]
    [InlineData("activity", "--compound", Sample)]
    [InlineData("map", "--pos-sameby", $"{Sample},Metadata_Reference_Index", "--neg-diffby",
        $"{Sample},Metadata_Reference_Index", "--controls", "Metadata_pert_type == 'control'")]
    public async Task Replicates_against_controls_are_those_of_the_reference(string command, params string[] options)
    {
        var result = await RunAsync("replicability", null, [command, .. options]);
        Assert.Equal(360, result.GetProperty("profilesWithPositives").GetInt32());
        Assert.Equal([Sample], result.GetProperty("groupBy").EnumerateArray().Select(name => name.GetString()));
    }

    [Theory]
    [InlineData("moa_wells", "consistency", "--moa", "Metadata_moa", "--compound", Sample)]
    [InlineData("moa_wells", "map", "--pos-sameby", "Metadata_moa", "--pos-diffby", Sample, "--neg-diffby",
        "Metadata_moa")]
    [InlineData("moa_wells_any", "map", "--pos-sameby", "Metadata_moa", "--neg-diffby", "Metadata_moa")]
    public async Task Profiles_of_one_mechanism_are_ranked_as_the_reference_does(
        string tag, string command, params string[] options) =>
        await RunAsync(tag, "Metadata_moa", [command, .. options]);

    [Fact]
    public async Task Several_labels_a_row_count_for_each()
    {
        var result = (await InProcess.RunAsync(
            "evaluate", "map", Shared.PathOf("golden", "a_input.csv.gz"), "--pos-sameby", "Metadata_moa",
            "--neg-diffby", "Metadata_moa", "--multilabel", "Metadata_moa", "--null-size", "100", "--json")).Json(0);
        var keys = result.GetProperty("results").EnumerateArray()
            .Select(group => group.GetProperty("key")[0].GetString()).ToArray();
        Assert.Contains("proteasome inhibitor", keys);
        Assert.All(keys, key => Assert.DoesNotContain('|', key!));
    }

    /// <summary>Rankings written out: the further, the later.</summary>
    [Fact]
    public async Task Each_distance_ranks_by_its_own_formula()
    {
        var random = new Random(3);
        var rows = Enumerable.Range(0, 12).Select(_ => Enumerable.Range(0, 3).Select(_ => random.NextDouble() - 0.4)
            .ToArray()).ToArray();
        using var folder = new TempFolder();
        var path = folder.PathOf("wells.csv");
        await File.WriteAllLinesAsync(path, rows.Select((row, i) => $"g{i % 3},{string.Join(',', row)}")
            .Prepend("Metadata_g,Cells_a,Cells_b,Cells_c"));
        double[] Centred(double[] row) => [.. row.Select(x => x - row.Average())];
        double Cosine(double[] a, double[] b) =>
            Dot(a, b) / Math.Sqrt(Dot(a, a) * Dot(b, b));
        double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
        var distances = new Dictionary<string, Func<double[], double[], double>>
        {
            ["cosine"] = (a, b) => -Cosine(a, b),
            ["abs_cosine"] = (a, b) => -Math.Abs(Cosine(a, b)),
            ["correlation"] = (a, b) => -Cosine(Centred(a), Centred(b)),
            ["abs_correlation"] = (a, b) => -Math.Abs(Cosine(Centred(a), Centred(b))),
            ["euclidean"] = (a, b) => a.Zip(b, (x, y) => (x - y) * (x - y)).Sum(),
        };
        var all = new HashSet<double>();
        foreach (var (name, distance) in distances)
        {
            var expected = Enumerable.Range(0, 4).Average(i => Precision(3 * i, distance));
            var result = (await InProcess.RunAsync(
                "evaluate", "map", path, "--pos-sameby", "Metadata_g", "--neg-diffby", "Metadata_g", "--distance", name,
                "--null-size", "10", "--json")).Json(0);
            Assert.Equal(name, result.GetProperty("distance").GetString());
            var found = result.GetProperty("results")[0].GetProperty("meanAveragePrecision").GetDouble();
            Assert.Equal(expected, found, 1e-12);
            all.Add(Math.Round(expected, 9));
        }

        Assert.Equal(distances.Count, all.Count);

        double Precision(int query, Func<double[], double[], double> distance)
        {
            var ranked = Enumerable.Range(0, rows.Length).Where(i => i != query)
                .OrderBy(i => distance(rows[query], rows[i])).Select(i => i % 3 == query % 3).ToArray();
            return Enumerable.Range(0, ranked.Length).Where(k => ranked[k])
                .Average(k => ranked[..(k + 1)].Count(isPositive => isPositive) / (k + 1.0));
        }
    }

    [Fact]
    public async Task Rows_that_cannot_be_told_apart_are_told()
    {
        using var folder = new TempFolder();
        var path = folder.PathOf("wells.csv");
        string[] command = ["evaluate", "map", path, "--pos-sameby", "Metadata_g", "--neg-diffby", "Metadata_g"];
        await File.WriteAllTextAsync(path, "Metadata_g,Cells_a,Cells_b\na,1,2\na,1,3\nb,1,2\nb,4,2\n");
        var twice = await InProcess.RunAsync(command);
        Assert.Equal(0, twice.ExitCode);
        Assert.Contains("2 of 4 rows equal another row in every feature", twice.Errors, StringComparison.Ordinal);
        Assert.Contains(path, twice.Errors, StringComparison.Ordinal);
        await File.WriteAllTextAsync(path, "Metadata_g,Cells_a,Cells_b\na,1,2\na,1,3\nb,1,4\nb,4,2\n");
        Assert.Equal("", (await InProcess.RunAsync(command)).Errors);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_document_and_people_get_a_table()
    {
        string[] command =
        [
            "evaluate", "activity", Shared.PathOf("golden", "a_input.csv.gz"), "--compound", Sample, "--plate",
            "Metadata_Plate", "--null-size", "500", "--seed", "7",
        ];
        var first = await InProcess.RunAsync([.. command, "--json"]);
        Assert.Equal(first.Output, (await InProcess.RunAsync([.. command, "--json"])).Output);
        Assert.Equal(7, first.Json(0).GetProperty("seed").GetInt32());
        var people = await InProcess.RunAsync(command);
        Assert.Equal(0, people.ExitCode);
        Assert.Contains("groups are significant", people.Output);
        Assert.Contains("corrected p", people.Output);
    }

    [Fact]
    public async Task Rules_that_cannot_be_used_are_refused()
    {
        var path = Shared.PathOf("golden", "a_input.csv.gz");
        string[] map = ["evaluate", "map", path];
        (await InProcess.RunAsync([.. map, "--pos-sameby", "Metadata_x", "--neg-diffby", "Metadata_moa"]))
            .AssertRefused("'Metadata_x'", "--pos-sameby");
        (await InProcess.RunAsync([.. map, "--pos-sameby", "Metadata_moa"])).AssertRefused("--neg-diffby");
        string[] moa = [.. map, "--pos-sameby", "Metadata_moa", "--neg-diffby", "Metadata_moa"];
        (await InProcess.RunAsync([.. moa, "--null-size", "0"]))
            .AssertRefused("--null-size is 0");
        string[] activity = ["evaluate", "activity", path, "--compound", Sample];
        (await InProcess.RunAsync([.. activity, "--controls", "Metadata_moa == '-'"]))
            .AssertRefused("--controls");
    }

    /// <summary>Runs on the reference's input and compares all but chance with its numbers.</summary>
    private static async Task<JsonElement> RunAsync(string tag, string? rowsWith, string[] arguments)
    {
        using var folder = new TempFolder();
        var (input, output) = (Shared.PathOf("golden", "a_input.csv.gz"), folder.PathOf("ap.csv.gz"));
        var all = TableFile.Read(input, FeatureChoice.Default);
        if (rowsWith is not null)
        {
            input = folder.PathOf("in.parquet");
            var column = all.Metadata(rowsWith);
            all = all.SelectRows(row => column[row].Length > 0);
            TableFile.Write(all, input, TableProvenance.Of("test"));
        }

        var result = (await InProcess.RunAsync(
            ["evaluate", arguments[0], input, .. arguments[1..], "--null-size", "1000", "--out", output, "--json"]))
            .Json(0);
        var (expected, found) = (Golden($"a_copairs_{tag}_ap"), TableFile.Read(output, FeatureChoice.EveryNumber));
        Assert.Equal(expected.RowCount, found.RowCount);
        for (var row = 0; row < expected.RowCount; row++)
        {
            if (Value(expected, "n_pos_pairs", row) > 0)
            {
                Assert.Equal(Value(expected, "n_total_pairs", row), Value(found, "n_total_pairs", row));
                Assert.InRange(
                    Value(found, "p_value", row) - Value(expected, "p_value", row), -0.12, 0.12);
            }

            Assert.Equal(Value(expected, "n_pos_pairs", row), Value(found, "n_pos_pairs", row));
            Assert.Equal(Value(expected, "average_precision", row), Value(found, "average_precision", row), 1e-9);
        }

        var groups = Golden($"a_copairs_{tag}_map");
        var documents = result.GetProperty("results").EnumerateArray().ToArray();
        Assert.Equal(groups.RowCount, documents.Length);
        for (var g = 0; g < documents.Length; g++)
        {
            Assert.Equal(groups.Metadata(groups.MetadataNames[0])[g], documents[g].GetProperty("key")[0].GetString());
            Assert.Equal(
                Value(groups, "mean_average_precision", g),
                documents[g].GetProperty("meanAveragePrecision").GetDouble(),
                1e-9);
        }

        return result;
    }

    private static ProfileTable Golden(string name) =>
        TableFile.Read(Shared.PathOf("golden", $"{name}.csv.gz"), FeatureChoice.EveryNumber);

    private static double Value(ProfileTable table, string column, int row) => table[row, table.FeatureIndexOf(column)];
}
