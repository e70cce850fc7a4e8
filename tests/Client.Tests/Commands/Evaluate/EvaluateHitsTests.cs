using System.Globalization;
using System.Text.Json;

namespace HcsGrid.Client.Tests.Commands.Evaluate;

/// <summary>
/// <c>evaluate hits</c> and <c>evaluate dose</c> on tables that no run made.
/// </summary>
public sealed class EvaluateHitsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Hits_are_the_treatments_that_differ_from_their_plates_controls()
    {
        var table = await WellsAsync(controlCount: 12);
        string[] arguments =
        [
            "evaluate", "hits", table, "--treatment", "Metadata_compound,Metadata_dose", "--controls",
            "Metadata_compound == 'DMSO'", "--plate", "Metadata_Plate",
        ];
        var document = (await InProcess.RunAsync([.. arguments, "--json"])).Json(0);
        Assert.Equal((2, 8, 24, 6), (
            document.GetProperty("hits").GetInt32(), document.GetProperty("callable").GetInt32(),
            document.GetProperty("controls").GetInt32(), document.GetProperty("features").GetInt32()));
        var hits = document.GetProperty("treatments").EnumerateArray()
            .Where(t => t.GetProperty("hit").GetBoolean()).ToArray();
        Assert.Equal(["strong/10", "strong/3"], hits.Select(KeyOf).Order(StringComparer.Ordinal));
        Assert.All(hits, hit =>
        {
            Assert.Equal(1.0 / 145, hit.GetProperty("pValue").GetDouble(), 1e-12);
            Assert.InRange(hit.GetProperty("effect").GetDouble(), 3, 100);
            Assert.Equal(2, hit.GetProperty("replicates").GetInt32());
        });
        Assert.Equal(
            document.GetRawText(), (await InProcess.RunAsync([.. arguments, "--json", "--seed", "0"])).Json(0)
                .GetRawText());
        var strict = (await InProcess.RunAsync([.. arguments, "--json", "--fdr", "0.01"])).Json(0);
        Assert.Equal(0, strict.GetProperty("hits").GetInt32());
        var words = await InProcess.RunAsync(arguments);
        Assert.Equal((0, ""), (words.ExitCode, words.Errors));
        Assert.Contains("2 of 8 treatments are hits (q ≤ 0.05)", words.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hits", "--compound")]
    [InlineData("hits", "--treatment")]
    [InlineData("activity", "--compound")]
    public async Task Negative_controls_are_found_and_no_positive_one_is_among_them(string command, string option)
    {
        // As in JUMP: one column calls both kinds control, another tells them apart.
        var lines = await File.ReadAllLinesAsync(await WellsAsync(controlCount: 12));
        var table = _folder.PathOf("typed.csv");
        await File.WriteAllLinesAsync(table, [
            $"Metadata_pert_type,Metadata_control_type,{lines[0]}",
            .. lines[1..].Select(line => (
                line.Contains("DMSO", StringComparison.Ordinal) ? "control,negcon,"
                : line.Contains("strong", StringComparison.Ordinal) ? "control,poscon_cp,"
                : "trt,,") + line)]);
        string[] evaluate = ["evaluate", command, table, option, "Metadata_compound", "--plate", "Metadata_Plate"];
        var found = (await InProcess.RunAsync([.. evaluate, "--json"])).Json(0);
        var named = (await InProcess.RunAsync(
            [.. evaluate, "--controls", "Metadata_compound == 'DMSO'", "--json"])).Json(0);
        Assert.Equal(named.GetRawText(), found.GetRawText());
        var all = (await InProcess.RunAsync(
            [.. evaluate, "--controls", "Metadata_pert_type == 'control'", "--json"])).Json(0);
        Assert.NotEqual(named.GetRawText(), all.GetRawText());
    }

    [Fact]
    public async Task A_well_without_any_value_takes_part_in_nothing()
    {
        var table = await WellsAsync(controlCount: 12);
        var lines = await File.ReadAllLinesAsync(table);
        string[] hits =
        [
            "--treatment", "Metadata_compound,Metadata_dose", "--controls", "Metadata_compound == 'DMSO'", "--plate",
            "Metadata_Plate",
        ];
        var expected = (await InProcess.RunAsync(["evaluate", "hits", table, .. hits, "--json"])).Json(0);
        var gaps = _folder.PathOf("gaps.csv");
        await File.WriteAllLinesAsync(gaps, [.. lines, "P1,DMSO,0,,,,,,", "P2,strong,10,,,,,,"]);
        var document = (await InProcess.RunAsync(["evaluate", "hits", gaps, .. hits, "--json"])).Json(0);
        Assert.Equal(
            (0, 2), (expected.GetProperty("rowsLeftOut").GetInt32(), document.GetProperty("rowsLeftOut").GetInt32()));
        Assert.Equal(
            expected.GetProperty("treatments").GetRawText(), document.GetProperty("treatments").GetRawText());
    }

    [Fact]
    public async Task Treatments_that_cannot_be_called_say_why()
    {
        var table = await WellsAsync(controlCount: 2);
        var document = (await InProcess.RunAsync(
            "evaluate", "hits", table, "--treatment", "Metadata_compound", "--controls",
            "Metadata_compound == 'DMSO'", "--plate", "Metadata_Plate", "--json")).Json(0);
        Assert.Equal(0, document.GetProperty("callable").GetInt32());
        Assert.All(document.GetProperty("treatments").EnumerateArray(), t => Assert.Equal(
            ("plate P1 has 2 negative controls: 3 are needed", JsonValueKind.Null),
            (t.GetProperty("reason").GetString(), t.GetProperty("qValue").ValueKind)));
    }

    [Fact]
    public async Task What_is_asked_wrongly_is_told()
    {
        var table = await WellsAsync(controlCount: 4);
        string[] hits = ["evaluate", "hits", table, "--treatment", "Metadata_compound", "--controls"];
        (await InProcess.RunAsync([.. hits, "Metadata_compound == 'water'"])).AssertRefused("--controls");
        (await InProcess.RunAsync([.. hits, "Metadata_compound == 'DMSO'", "--plate", "Metadata_Nope"]))
            .AssertRefused("Metadata_Nope", "--plate");
        (await InProcess.RunAsync([.. hits, "Metadata_compound == 'DMSO'", "--fdr", "2"]))
            .AssertRefused("--fdr is 2");
        (await InProcess.RunAsync("evaluate", "hits", table, "--controls", "all")).AssertRefused("--treatment");
        (await InProcess.RunAsync(
            "evaluate", "dose", table, "--compound", "Metadata_compound", "--dose", "Metadata_compound", "--readout",
            "Cells_0")).AssertRefused("DMSO", "no number");
        (await InProcess.RunAsync(
            "evaluate", "dose", table, "--compound", "Metadata_compound", "--dose", "Metadata_dose"))
            .AssertRefused("--positives");
    }

    [Fact]
    public async Task Dose_curves_go_through_a_column_or_the_axis()
    {
        var table = await DosesAsync();
        string[] dose = ["evaluate", "dose", table, "--compound", "Metadata_compound", "--dose", "Metadata_dose"];
        var document = (await InProcess.RunAsync([.. dose, "--readout", "Cells_0", "--json"])).Json(0);
        Assert.Equal(1, document.GetProperty("fits").GetInt32());
        var compounds = document.GetProperty("compounds").EnumerateArray()
            .ToDictionary(c => c.GetProperty("compound").GetString()!);
        Assert.Equal(["DMSO", "flat", "lethal", "steps"], compounds.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("fit", compounds["steps"].GetProperty("status").GetString());
        Assert.Equal(1, compounds["steps"].GetProperty("ec50").GetDouble(), 0.1);
        Assert.Equal(
            ("no fit", "fewer than 4 doses"),
            (compounds["DMSO"].GetProperty("status").GetString(), compounds["DMSO"].GetProperty("reason").GetString()));
        Assert.StartsWith("no response", compounds["flat"].GetProperty("reason").GetString());
        await File.AppendAllLinesAsync(table, ["steps,NA,5,5", "steps,inf,5,5"]);
        var withMore = (await InProcess.RunAsync([.. dose, "--readout", "Cells_0", "--json"])).Json(0);
        Assert.Equal(document.GetRawText(), withMore.GetRawText());


        var axis = (await InProcess.RunAsync(
            [
                .. dose, "--readout", "axis", "--controls", "Metadata_compound == 'DMSO'", "--positives",
                "Metadata_compound == 'lethal'", "--json",
            ])).Json(0);
        var steps = axis.GetProperty("compounds").EnumerateArray()
            .Single(c => c.GetProperty("compound").GetString() == "steps");
        Assert.Equal(1, steps.GetProperty("ec50").GetDouble(), 0.2);
        var words = await InProcess.RunAsync([.. dose, "--readout", "Cells_0"]);
        Assert.Equal((0, ""), (words.ExitCode, words.Errors));
        Assert.Contains("1 of 4 compounds have a dose curve on Cells_0", words.Output, StringComparison.Ordinal);
        Assert.Contains("no fit:", words.Output, StringComparison.Ordinal);
    }

    private static string KeyOf(JsonElement treatment) =>
        string.Join('/', treatment.GetProperty("key").EnumerateArray().Select(k => k.GetString()));

    /// <summary>Two plates of DMSO and of two compounds at four doses, one of which acts at the two highest.</summary>
    private async Task<string> WellsAsync(int controlCount)
    {
        var random = new Random(3);
        var lines = new List<string>
        {
            "Metadata_Plate,Metadata_compound,Metadata_dose," + string.Join(
                ',', Enumerable.Range(0, 6).Select(f => $"Cells_{f}")),
        };
        foreach (var plate in new[] { "P1", "P2" })
        {
            for (var well = 0; well < controlCount; well++)
                Add(plate, "DMSO", "0", 0);
            foreach (var dose in new[] { "0.3", "1", "3", "10" })
            {
                Add(plate, "strong", dose, dose is "3" or "10" ? 25 : 0);
                Add(plate, "weak", dose, 0);
            }
        }

        var path = _folder.PathOf($"wells{controlCount}.csv");
        await File.WriteAllLinesAsync(path, lines);
        return path;

        void Add(string plate, string compound, string dose, double effect) => lines.Add(string.Join(
            ',', [plate, compound, dose, .. Enumerable.Range(0, 6).Select(f =>
                ((random.NextDouble() * 4) + (f % 2 == 0 ? effect : 0) + (plate == "P2" ? 7 : 0))
                    .ToString("F4", CultureInfo.InvariantCulture))]));
    }

    /// <summary>DMSO, a lethal control, a compound with EC50 1 and one that does nothing.</summary>
    private async Task<string> DosesAsync()
    {
        var random = new Random(4);
        var lines = new List<string> { "Metadata_compound,Metadata_dose,Cells_0,Cells_1" };
        for (var i = 0; i < 6; i++)
        {
            Add("DMSO", 0, 0);
            Add("lethal", 100, 10);
        }

        for (var i = 0; i < 14; i++)
        {
            var dose = Math.Pow(10, (i / 2 / 2.0) - 1.5);
            Add("steps", dose, 10 / (1 + Math.Pow(1 / dose, 2)));
            Add("flat", dose, 0);
        }

        var path = _folder.PathOf("doses.csv");
        await File.WriteAllLinesAsync(path, lines);
        return path;

        void Add(string compound, double dose, double effect) => lines.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"{compound},{dose:R},{effect + (0.3 * random.NextDouble()):F4},{effect + (2 * random.NextDouble()):F4}"));
    }
}
