using System.Globalization;
using System.Text.Json;

namespace HcsGrid.Client.Tests.Commands.Evaluate;

/// <summary>
/// What would give other numbers than were meant, without a word, is refused or told.
/// </summary>
public sealed class EvaluateAskedWronglyTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("replicates --controls Metadata_Compound=='dmso'", "No row is chosen by --controls", "--controls none")]
    [InlineData("map --pos-sameby Metadata_Plate --controls Metadata_Compound=='x'", "No row is chosen by --controls")]
    [InlineData("replicates --controls", "--controls")]
    [InlineData("nsc --moa Metadata_moa --samples Metadata_Compound=='DMSO'", "--samples says how --normalize works")]
    [InlineData("nsc --moa Metadata_moa --by Metadata_Plate", "--by says how --normalize works")]
    [InlineData("dose --dose Metadata_Dose --readout Cells_9", "no column 'Cells_9'", "--readout", "Cells_0, Cells_1")]
    [InlineData("replicates --controls \t", "The condition is empty", "all")]
    public async Task Options_that_would_do_nothing_are_refused(string command, params string[] words)
    {
        var parts = command.Split(' ');
        (await InProcess.RunAsync(["evaluate", parts[0], await WellsAsync(), .. parts[1..]])).AssertRefused(words);
    }

    [Fact]
    public async Task Without_any_neighbour_that_is_allowed_there_is_no_accuracy()
    {
        // Every compound is on both plates, which are the batches.
        var result = await InProcess.RunAsync(
            "evaluate", "nscb", await WellsAsync(), "--moa", "Metadata_moa", "--batch", "Metadata_Plate", "--json");
        var document = result.Json(2);
        Assert.Equal((4, 4), (Int(document, "total"), Int(document, "withoutNeighbour")));
        Assert.Equal(JsonValueKind.Null, document.GetProperty("accuracy").ValueKind);
        Assert.Contains("none of 4 treatments has a neighbour", result.Errors, StringComparison.Ordinal);
        var nsc = (await InProcess.RunAsync(
            "evaluate", "nsc", await WellsAsync(), "--moa", "Metadata_moa", "--json")).Json(0);
        Assert.Equal((4, 0), (Int(nsc, "total"), Int(nsc, "withoutNeighbour")));
    }

    [Fact]
    public async Task Wells_without_a_compound_are_no_treatment()
    {
        var table = await WellsAsync();
        await File.AppendAllLinesAsync(table, ["P1,,,,9,9,9", "P2,,,1,9,9,9"]);
        string[] hits =
        [
            "evaluate", "hits", table, "--treatment", "Metadata_Compound,Metadata_Dose", "--plate", "Metadata_Plate",
            "--json",
        ];
        var keys = (await InProcess.RunAsync(hits)).Json(0).GetProperty("treatments").EnumerateArray()
            .Select(t => t.GetProperty("key")[0].GetString());
        Assert.Equal(["A", "B", "C", "D"], keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("hits --compound Metadata_Compound", "what is a hit is undefined")]
    [InlineData("dose --dose Metadata_Dose --readout Cells_0", "the dose response is undefined")]
    public async Task Where_no_treatment_is_left_that_is_said(string command, string word)
    {
        var lines = await File.ReadAllLinesAsync(await WellsAsync());
        var table = _folder.PathOf("controls.csv");
        await File.WriteAllLinesAsync(
            table,
            [
                lines[0],
                .. lines.Where(l => l.Contains("DMSO", StringComparison.Ordinal))
                    .Select(l => l.Replace("DMSO,1,", "DMSO,,", StringComparison.Ordinal)),
            ]);
        var parts = command.Split(' ');
        var result = await InProcess.RunAsync(["evaluate", parts[0], table, .. parts[1..], "--json"]);
        _ = result.Json(2);
        Assert.Contains(word, result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_well_without_values_changes_no_plates_quality()
    {
        var table = await WellsAsync();
        string[] quality =
        [
            "--by", "Metadata_Plate", "--positive", "Metadata_moa in ['x', 'y']", "--negative",
            "Metadata_Compound == 'DMSO'", "--json",
        ];
        var expected = (await InProcess.RunAsync(["evaluate", "quality", table, .. quality])).Json(0);
        Assert.All(expected.GetProperty("plates").EnumerateArray(), plate => Assert.Equal(
            JsonValueKind.Number, plate.GetProperty("axis").GetProperty("zPrime").ValueKind));
        await File.AppendAllLinesAsync(table, ["P1,E,,,,,", "P2,DMSO,,,,,", "P1,F,,,5,,"]);
        var found = (await InProcess.RunAsync(["evaluate", "quality", table, .. quality])).Json(0);
        Assert.Equal(
            expected.GetProperty("plates").EnumerateArray().Select(p => p.GetProperty("axis").GetRawText()),
            found.GetProperty("plates").EnumerateArray().Select(p => p.GetProperty("axis").GetRawText()));
    }

    [Theory]
    [InlineData("retrieval --top 1 --compound Metadata_Compound")]
    [InlineData("scales --labels Metadata_Compound --null-size 10")]
    public async Task Rows_that_are_alike_are_told(string command)
    {
        var table = await WellsAsync();
        var lines = await File.ReadAllLinesAsync(table);
        await File.AppendAllLinesAsync(table, [lines[^1]]);
        var parts = command.Split(' ');
        var result = await InProcess.RunAsync(["evaluate", parts[0], table, .. parts[1..], "--json"]);
        _ = result.Json(0);
        Assert.Contains("rows equal another row in every feature", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metadata_that_a_text_would_turn_into_features_are_told()
    {
        var lines = await File.ReadAllLinesAsync(await WellsAsync());
        var table = _folder.PathOf("site.csv");
        await File.WriteAllLinesAsync(
            table, lines.Select((line, i) => $"{(i == 0 ? "ImageNumber" : $"{i}")},{line}"));
        string[] Transform(string output) =>
        [
            "tables", "transform", table, _folder.PathOf(output), "--method", "axes", "--by", "Metadata_Compound",
            "--components", "2",
        ];
        var text = await InProcess.RunAsync(Transform("axes.csv"));
        Assert.Equal(0, text.ExitCode);
        Assert.Contains("axes.csv: ImageNumber are metadata here", text.Errors, StringComparison.Ordinal);
        var parquet = await InProcess.RunAsync(Transform("axes.parquet"));
        Assert.Equal((0, ""), (parquet.ExitCode, parquet.Errors));
    }

    [Fact]
    public async Task Infinite_values_that_a_normalization_meets_are_told()
    {
        var table = await WellsAsync();
        await File.AppendAllLinesAsync(table, ["P1,DMSO,1,,inf,1,1"]);
        var result = await InProcess.RunAsync(
            "evaluate", "replicates", table, "--normalize", "standardize", "--by", "Metadata_Plate", "--json");
        _ = result.Json(0);
        Assert.Contains(
            "1 feature has infinite values among the reference rows", result.Errors, StringComparison.Ordinal);
        Assert.Contains(": Cells_0", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_clusters_than_rows_are_refused() => (await InProcess.RunAsync(
        "cluster", await WellsAsync(), "--clusters", "1000")).AssertRefused("--clusters is 1000", "has 20 rows");

    private static int Int(JsonElement element, string name) => element.GetProperty(name).GetInt32();

    /// <summary>Two plates of six wells of DMSO and one of each of four compounds of two mechanisms.</summary>
    private async Task<string> WellsAsync()
    {
        var random = new Random(5);
        var lines = new List<string>
        {
            "Metadata_Plate,Metadata_Compound,Metadata_Dose,Metadata_moa,Cells_0,Cells_1,Cells_2",
        };
        foreach (var plate in new[] { "P1", "P2" })
        {
            for (var well = 0; well < 6; well++)
                Add(plate, "DMSO", "", 0, 0);
            Add(plate, "A", "x", 9, 0);
            Add(plate, "B", "x", 8, 0);
            Add(plate, "C", "y", 0, 9);
            Add(plate, "D", "y", 0, 8);
        }

        var path = _folder.PathOf("wells.csv");
        await File.WriteAllLinesAsync(path, lines);
        return path;

        void Add(string plate, string compound, string moa, double first, double second)
        {
            string[] values = [.. new[] { first, second, 0 }.Select(value =>
                (value + random.NextDouble()).ToString("F4", CultureInfo.InvariantCulture))];
            lines.Add(string.Join(',', [plate, compound, "1", moa, .. values]));
        }
    }
}
