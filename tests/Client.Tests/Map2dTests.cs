using System.Text.Json;
using System.Xml.Linq;

namespace HcsGrid.Client.Tests;

/// <summary>
/// <c>hcsgrid map2d</c> on a table of wells.
/// </summary>
public sealed class Map2dTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("umap")]
    [InlineData("pca")]
    public async Task A_map_is_written_with_the_metadata_the_same_bytes_each_time(string method)
    {
        var wells = ProfileFile.Write(_folder);
        var (first, second) = (_folder.PathOf("a.csv"), _folder.PathOf("b.csv"));
        string[] options = ["--method", method, "--colour", "Metadata_Moa", "--neighbours", "8"];
        var document = await MapAsync([wells, first, "--svg", $"{first}.svg", .. options]);
        await MapAsync([wells, second, "--svg", $"{second}.svg", .. options]);
        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(second));
        Assert.Equal(File.ReadAllBytes($"{first}.svg"), File.ReadAllBytes($"{second}.svg"));
        var rows = new Csv(first);
        Assert.Equal(24, rows.Count);
        Assert.Equal("c0", rows[0, "Metadata_Compound"]);
        Assert.Equal(document.GetProperty("x")[3].GetDouble(), double.Parse(rows[3, "Map_1"]));
        Assert.Equal(document.GetProperty("y")[3].GetDouble(), double.Parse(rows[3, "Map_2"]));
        Assert.Equal(method == "umap", document.GetProperty("explainedShares").ValueKind == JsonValueKind.Null);
        var root = XDocument.Load($"{first}.svg").Root!;
        Assert.Contains(
            root.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value), text => text == "m1 (12)");
        Assert.StartsWith(
            "Scatter plot of 24 profiles", root.Elements().Single(e => e.Name.LocalName == "desc").Value,
            StringComparison.Ordinal);
        // One mark a row and one a line of the legend.
        Assert.Equal(26, root.Descendants().Count(e => e.Name.LocalName == "path"));
    }

    [Fact]
    public async Task Means_of_groups_have_a_map_too()
    {
        var document = await MapAsync(
            ProfileFile.Write(_folder), _folder.PathOf("o.parquet"), "--by", "Metadata_Compound");
        Assert.Equal(["c0", "c1", "c2", "c3"],
            document.GetProperty("names").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal(JsonValueKind.Null, document.GetProperty("trustworthiness").ValueKind);
    }

    [Fact]
    public async Task A_row_that_cannot_be_compared_has_no_place()
    {
        var wells = ProfileFile.Write(_folder, lastRow: "P9,A99,c9,m9,,,,,,");
        var result = await InProcess.RunAsync("map2d", wells, _folder.PathOf("o.csv"), "--json");
        Assert.Equal(2, result.ExitCode);
        Assert.Equal("", new Csv(_folder.PathOf("o.csv"))[24, "Map_1"]);
        Assert.Equal(JsonValueKind.Null, JsonDocument.Parse(result.Output).RootElement.GetProperty("x")[24].ValueKind);
    }

    [Theory]
    [InlineData("--colour Metadata_X", "no metadata column 'Metadata_X'")]
    [InlineData("--neighbours 1", "--neighbours is 1, expected 2 to 512")]
    [InlineData("--min-dist 7", "--min-dist is 7, expected 0 to 1, the spread")]
    [InlineData("--method tsne", "tsne")]
    public async Task What_is_asked_wrongly_is_said(string options, string message)
    {
        var result = await InProcess.RunAsync(
            ["map2d", ProfileFile.Write(_folder), _folder.PathOf("o.csv"), .. options.Split(' ')]);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.PathOf("o.csv")));
    }

    private static async Task<JsonElement> MapAsync(params string[] args)
    {
        var result = await InProcess.RunAsync(["map2d", .. args, "--json"]);
        Assert.True(result.ExitCode == 0, result.Errors);
        return JsonDocument.Parse(result.Output).RootElement;
    }
}
