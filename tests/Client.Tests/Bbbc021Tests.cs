using System.Globalization;
using System.Text.Json;
using HcsGrid.Tests;

namespace HcsGrid.Client.Tests;

/// <summary>
/// Runs the commands of docs/examples/bbbc021/run.sh, as they stand there, on the public well means.
/// </summary>
public sealed class Bbbc021Tests(Bbbc021Run run) : IClassFixture<Bbbc021Run>
{
    /// <summary>The counts of docs/bbbc021.md, which an independent implementation (candidates.py there) gives
    /// too.</summary>
    [Theory]
    [InlineData("baseline", 79, 63)]
    [InlineData("baseline_mean", 85, 67)]
    [InlineData("chosen", 87, 78)]
    [InlineData("simulated", 94, 72)]
    [InlineData("both", 97, 76)]
    [InlineData("all_axes", 96, 82)]
    public async Task Each_pipeline_tells_as_many_mechanisms_as_documented(string name, int nsc, int nscb)
    {
        var results = await run.ResultsAsync();
        AssertCounts(results[$"{name}.nsc.json"], nsc, 103);
        AssertCounts(results[$"{name}.nscb.json"], nscb, 92);
    }

    [Fact]
    public async Task Nscb_leaves_out_the_two_mechanisms_of_one_batch()
    {
        var left = (await run.ResultsAsync())["chosen.nscb.json"].GetProperty("leftOutMoas").EnumerateArray();
        Assert.Equal(["Cholesterol-lowering", "Kinase inhibitors"], left.Select(moa => moa.GetString()));
    }

    [Fact]
    public void Both_rules_together_choose_the_documented_candidate()
    {
        var folder = Path.Combine(Shared.RepositoryRoot, "docs", "examples", "bbbc021");
        var ofTheScreen = Ranked(Path.Combine(folder, "candidates.csv"), "j2", _ => true);
        var simulated = Ranked(Path.Combine(folder, "simulated.csv"), "score",
            row => row["consensus"] == "median" && row["origin"] == "controls");
        Assert.Equal(792, ofTheScreen.Count);
        Assert.Equal(ofTheScreen.Keys.Order(), simulated.Keys.Order());
        var chosen = ofTheScreen.Keys.OrderBy(key => ofTheScreen[key] + simulated[key]).ThenBy(key => simulated[key]);
        Assert.Equal("cleaned log|centre/plate+pooled sd|within-replicate 0.2|20", chosen.First());
    }

    /// <summary>The rank of each candidate by a column, 1 for the largest value.</summary>
    private static Dictionary<string, int> Ranked(
        string path, string column, Func<Dictionary<string, string>, bool> counts)
    {
        var lines = File.ReadAllLines(path);
        var names = lines[0].Split(',');
        return lines[1..]
            .Select(line => names.Zip(line.Split(',')).ToDictionary(pair => pair.First, pair => pair.Second))
            .Where(counts)
            .OrderByDescending(row => double.Parse(row[column], CultureInfo.InvariantCulture))
            .Select((row, i) => ($"{row["features"]}|{row["normalize"]}|{row["sphere"]}|{row["axes"]}", i + 1))
            .ToDictionary();
    }

    private static void AssertCounts(JsonElement result, int correct, int total)
    {
        Assert.Equal(correct, result.GetProperty("correct").GetInt32());
        Assert.Equal(total, result.GetProperty("total").GetInt32());
        Assert.Equal((double)correct / total, result.GetProperty("accuracy").GetDouble(), 12);
    }
}
