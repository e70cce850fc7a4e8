using System.Text.Json;
using HcsGrid.Tests;

namespace HcsGrid.Client.Tests.Commands.Evaluate;

public class EvaluateOthersTests
{
    private const string Sample = "Metadata_broad_sample";

    [Fact]
    public async Task Replicates_are_counted_without_controls()
    {
        var result = await RunAsync("replicates", "--compound", Sample);

        // 56 compounds of 6 wells and 2 of 12.
        var (same, all) = ((56 * 15) + (2 * 66), 360 * 359 / 2);
        Assert.Equal((same, all - same), (Number(result, "replicatePairs"), Number(result, "nonReplicatePairs")));
        Assert.Equal(
            result.GetProperty("aboveThreshold").GetDouble() / same, result.GetProperty("share").GetDouble(), 1e-15);
        Assert.InRange(result.GetProperty("threshold").GetDouble(), 0.1, 0.9);
    }

    [Fact]
    public async Task Retrieval_tells_shares_with_intervals_and_zero_shot()
    {
        var result = await RunAsync(
            "retrieval", "--compound", Sample, "--top", "1", "10", "--zero-shot", "Metadata_moa", "--plate",
            "Metadata_Plate");
        Assert.Equal(360, Number(result, "queries"));
        var shares = result.GetProperty("top").EnumerateArray().Select(top => top.GetProperty("share").GetDouble());
        Assert.Equal(shares.Order(), shares);
        foreach (var found in result.GetProperty("top").EnumerateArray())
        {
            var share = found.GetProperty("share").GetDouble();
            Assert.InRange(share, found.GetProperty("lower").GetDouble(), found.GetProperty("upper").GetDouble());
        }

        Assert.Equal(360, Number(result.GetProperty("atOnePercent"), "total"));
        Assert.InRange(Number(result.GetProperty("zeroShot"), "total"), 1, 360);
    }

    [Fact]
    public async Task Scales_tell_each_label_column_and_the_clustering()
    {
        var result = await RunAsync(
            "scales", "--labels", "Metadata_moa,Metadata_target", "--cluster", Sample, "--null-size", "100");
        var scales = result.GetProperty("labels").EnumerateArray().ToArray();
        Assert.Equal(["Metadata_moa", "Metadata_target"], scales.Select(s => s.GetProperty("column").GetString()));
        Assert.All(scales, scale => Assert.True(
            scale.GetProperty("meanAveragePrecision").GetDouble() > scale.GetProperty("chancePrecision").GetDouble()));
        Assert.Equal(1, scales[0].GetProperty("clustering").GetProperty("pairPrecision").GetDouble());
    }

    [Fact]
    public async Task Quality_tells_each_plate_and_feature_and_names_the_undefined()
    {
        using var folder = new TempFolder();
        var path = folder.PathOf("wells.csv");
        await File.WriteAllTextAsync(
            path,
            """
            Metadata_plate,Metadata_role,x,y
            P,neg,0,1
            P,neg,1,1
            P,neg,0.5,1
            P,pos,10,1
            P,pos,11,1
            P,pos,10.4,1
            Q,neg,1,2
            Q,pos,2,2

            """);
        string[] command =
        [
            "evaluate", "quality", path, "--by", "Metadata_plate", "--positive", "Metadata_role == 'pos'", "--negative",
            "Metadata_role == 'neg'",
        ];
        var plates = (await InProcess.RunAsync([.. command, "--json"])).Json(0).GetProperty("plates");
        Assert.Equal("P", plates[0].GetProperty("plate").GetString());
        var features = plates[0].GetProperty("features");
        Assert.True(features[0].GetProperty("zPrime").GetDouble() > 0.5);
        Assert.Equal(JsonValueKind.Null, features[1].GetProperty("zPrime").ValueKind);
        Assert.True(plates[0].GetProperty("axis").GetProperty("zPrime").GetDouble() > 0.5);
        Assert.Equal(JsonValueKind.Null, plates[1].GetProperty("axis").GetProperty("ssmd").ValueKind);
        Assert.Contains("undefined", (await InProcess.RunAsync(command)).Output);
        (await InProcess.RunAsync([.. command[..^1], "Metadata_role == 'none'"])).AssertRefused("--negative", path);
        (await InProcess.RunAsync([.. command, "--by", "none"])).AssertRefused("'none'", "--by");
    }

    [Fact]
    public async Task People_get_words_of_each()
    {
        var path = Shared.PathOf("golden", "a_input.csv.gz");
        foreach (var (word, command) in (IEnumerable<(string, string[])>)
        [
            ("replicating", ["replicates"]),
            ("random others", ["retrieval"]),
            ("mean AP", ["scales", "--labels", "Metadata_moa", "--null-size", "10"]),
        ])
        {
            var said = await InProcess.RunAsync(["evaluate", command[0], path, .. command[1..]]);
            Assert.Equal((0, ""), (said.ExitCode, said.Errors));
            Assert.Contains(word, said.Output);
        }
    }

    [Fact]
    public async Task A_table_without_comparable_features_is_refused()
    {
        using var folder = new TempFolder();
        var path = folder.PathOf("gaps.csv");
        await File.WriteAllTextAsync(path, "Metadata_cpd,x,y\na,1,\nb,,2\na,3,\n");
        (await InProcess.RunAsync("evaluate", "replicates", path, "--compound", "Metadata_cpd"))
            .AssertRefused("None of the 2 features", path);
    }

    [Theory]
    [InlineData("Metadata_cpd,Metadata_well,x,y\n")]
    [InlineData("Metadata_cpd,Metadata_well,x,y\na,A01,1,2\n")]
    public async Task What_is_undefined_is_null_and_a_reason_with_exit_code_2(string text)
    {
        using var folder = new TempFolder();
        var path = folder.PathOf("few.csv");
        await File.WriteAllTextAsync(path, text);
        foreach (string[] command in (string[][])
        [
            ["replicates", "--compound", "Metadata_cpd"],
            ["retrieval", "--compound", "Metadata_cpd"],
            ["scales", "--labels", "Metadata_cpd"],
            ["map", "--pos-sameby", "Metadata_cpd", "--neg-diffby", "Metadata_cpd"],
            ["consistency", "--moa", "Metadata_cpd", "--compound", "Metadata_well"],
        ])
        {
            var result = await InProcess.RunAsync(
                ["evaluate", command[0], path, .. command[1..], "--features", "x,y", "--json"]);
            Assert.Equal(JsonValueKind.Object, result.Json(2).ValueKind);
            Assert.Contains("is undefined: ", result.Errors, StringComparison.Ordinal);
            Assert.Contains(path, result.Errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task How_a_table_was_normalized_is_in_every_document()
    {
        string[] normalize = ["--normalize", "standardize", "--by", "Metadata_Plate"];
        foreach (string[] command in (string[][])
        [
            ["replicates", "--compound", Sample],
            ["retrieval", "--compound", Sample],
            ["scales", "--labels", "Metadata_moa", "--null-size", "10"],
        ])
        {
            var result = await RunAsync(command[0], [.. command[1..], .. normalize]);
            Assert.Equal("standardize", result.GetProperty("normalization").GetProperty("method").GetString());
        }
    }

    private static async Task<JsonElement> RunAsync(string command, params string[] options) =>
        (await InProcess.RunAsync(
            ["evaluate", command, Shared.PathOf("golden", "a_input.csv.gz"), .. options, "--json"])).Json(0);

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();
}
