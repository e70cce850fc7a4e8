using System.Globalization;
using System.Text.Json;

namespace HcsGrid.Client.Tests;

/// <summary>
/// CellProfiler's ExampleSBS plate through the whole program.
/// </summary>
public sealed class RealPlateTests(RealPlateRun plate) : IClassFixture<RealPlateRun>
{
    [Fact]
    public async Task The_real_plate_is_done_and_told_in_one_document_of_the_promised_shape()
    {
        var document = (await plate.RunAsync()).Json(0);
        Assert.Equal(
            ["run", "plates", "wells", "tiles", "seconds", "tilesPerSecond", "quality", "problems"],
            document.EnumerateObject().Select(p => p.Name));
        Assert.Equal("sbs96", document.GetProperty("run").GetString());
        Assert.Equal(1, document.GetProperty("plates").GetInt32());
        Assert.Equal("""{"done":96,"failed":0}""", document.GetProperty("wells").GetRawText());
        Assert.Equal(96 * 2 * 25, document.GetProperty("tiles").GetInt64());
        Assert.True(document.GetProperty("seconds").GetDouble() > 0);
        Assert.True(document.GetProperty("tilesPerSecond").GetDouble() > 0);
        Assert.Equal("zPrime", document.GetProperty("quality").EnumerateObject().First().Name);
        Assert.Equal(JsonValueKind.Array, document.GetProperty("problems").ValueKind);
        Assert.Equal(0, document.GetProperty("problems").GetArrayLength());
    }

    [Fact]
    public async Task The_control_axis_separates_the_controls()
    {
        var document = (await plate.RunAsync()).Json(0);
        var zPrime = document.GetProperty("quality").GetProperty("zPrime").GetDouble();
        Assert.InRange(zPrime, 0.5, 1);

        var axis = new Csv(Path.Combine(plate.Folder, "plates", "ExampleSBS", "control_axis.csv"));
        var negative = ScoresWhere(axis, row => axis[row, "Metadata_pert_type"] == "negcon");
        var positive = ScoresWhere(axis, row => axis[row, "Metadata_pert_type"] == "poscon");
        Assert.Equal((16, 8), (negative.Length, positive.Length));
        var own = 1 - (3 * (Deviation(positive) + Deviation(negative)) / Math.Abs(positive.Average(
            ) - negative.Average()));
        Assert.Equal(own, zPrime, 1e-9);
    }

    [Theory]
    [InlineData("ABCD")]
    [InlineData("EFGH")]
    public async Task The_control_axis_rises_with_the_dose_of_each_compound(string rows)
    {
        (await plate.RunAsync()).Json(0);
        var axis = new Csv(Path.Combine(plate.Folder, "plates", "ExampleSBS", "control_axis.csv"));
        var means = new List<double>();
        for (var dose = 1; dose <= 9; dose++)
        {
            var scores = ScoresWhere(axis, row => rows.Contains(axis[row, "Metadata_Row"]) &&
                axis[row, "Metadata_Dose"] == dose.ToString(CultureInfo.InvariantCulture));
            Assert.Equal(4, scores.Length);
            means.Add(scores.Average());
        }

        Assert.Equal(9, means.Distinct().Count());
        Assert.InRange(SpearmanWithOrder(means), 0.8, 1);
    }

    [Fact]
    public async Task The_run_folder_holds_every_well_the_tables_and_a_report_without_a_network()
    {
        (await plate.RunAsync()).Json(0);
        var folder = Path.Combine(plate.Folder, "plates", "ExampleSBS");
        Assert.Equal(96, Directory.GetFiles(Path.Combine(folder, "wells"), "*.well").Length);
        foreach (var table in (string[])["profiles", "profiles_normalized", "sites", "control_axis"])
        {
            Assert.Equal(96, new Csv(Path.Combine(folder, $"{table}.csv")).Count);
            Assert.True(File.Exists(Path.Combine(folder, $"{table}.parquet")), table);
        }

        var report = await File.ReadAllTextAsync(Path.Combine(plate.Folder, "report.html"));
        Assert.DoesNotContain("src=\"http", report);
        Assert.DoesNotContain("href=\"http", report);
    }

    private static double[] ScoresWhere(Csv axis, Func<int, bool> wanted) =>
        [.. Enumerable.Range(0, axis.Count).Where(wanted)
            .Select(row => double.Parse(axis[row, "Control_Axis"], CultureInfo.InvariantCulture))];

    private static double Deviation(double[] values) =>
        Math.Sqrt(values.Sum(v => Math.Pow(v - values.Average(), 2)) / (values.Length - 1));

    /// <summary>Spearman's correlation of distinct values with their order: 1 − 6 Σd² / (n (n² − 1)).</summary>
    private static double SpearmanWithOrder(List<double> values)
    {
        var sorted = values.Order().ToList();
        var squares = values.Select((v, order) => Math.Pow(sorted.IndexOf(v) - order, 2)).Sum();
        return 1 - (6 * squares / (values.Count * ((values.Count * values.Count) - 1)));
    }
}
