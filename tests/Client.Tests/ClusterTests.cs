using System.Text.Json;
using System.Xml.Linq;

namespace HcsGrid.Client.Tests;

/// <summary>
/// <c>hcsgrid cluster</c> on a table of wells.
/// </summary>
public sealed class ClusterTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("average")]
    [InlineData("complete")]
    [InlineData("ward")]
    public async Task A_tree_is_told_with_its_linkage_order_and_clusters(string method)
    {
        var output = _folder.PathOf("clustered.csv");
        var document = await ClusterAsync(
            ProfileFile.Write(_folder), output, "--method", method, "--clusters", "4", "--labels", "Metadata_Moa");
        Assert.Equal(method, document.GetProperty("method").GetString());
        Assert.Equal(23, document.GetProperty("linkage").GetArrayLength());
        Assert.Equal(24, document.GetProperty("linkage")[22][3].GetInt32());
        var order = document.GetProperty("leafOrder").EnumerateArray().Select(leaf => leaf.GetInt32()).ToArray();
        Assert.Equal(Enumerable.Range(0, 24), order.Order());
        // Every compound is a cluster, and the compounds of a mechanism stand beside each other.
        var clusters = document.GetProperty("clusters").EnumerateArray().Select(c => c.GetInt32()).ToArray();
        Assert.Equal(4, document.GetProperty("clusterCount").GetInt32());
        for (var row = 0; row < 24; row++)
            Assert.Equal((row / 6) + 1, clusters[row]);
        Assert.Equal(1, Enumerable.Range(1, 23).Count(i => order[i] / 12 != order[i - 1] / 12));
        Assert.Equal(clusters.Select(c => $"{c}"), new Csv(output).Column("Metadata_Cluster"));
        Assert.Equal(JsonValueKind.Null, document.GetProperty("modularity").ValueKind);
    }

    [Fact]
    public async Task Communities_are_found_and_groups_told_with_their_spread()
    {
        var wells = ProfileFile.Write(_folder);
        var document = await ClusterAsync(
            wells, "--method", "leiden", "--k", "6", "--resolution", "0.5", "--seed", "3");
        Assert.InRange(document.GetProperty("clusterCount").GetInt32(), 2, 4);
        Assert.InRange(document.GetProperty("modularity").GetDouble(), 0.4, 0.8);
        Assert.Equal(JsonValueKind.Null, document.GetProperty("linkage").ValueKind);
        var compounds = await ClusterAsync(wells, "--by", "Metadata_Compound", "--height", "2");
        Assert.Equal(4, compounds.GetProperty("rowCount").GetInt32());
        Assert.Equal(1, compounds.GetProperty("clusterCount").GetInt32());
        var group = compounds.GetProperty("groups")[0];
        Assert.Equal(("c0", 6, 15), (
            group.GetProperty("name").GetString(), group.GetProperty("rowCount").GetInt32(),
            group.GetProperty("pairCount").GetInt32()));
        Assert.InRange(group.GetProperty("median").GetDouble(), 0.001, 0.1);
    }

    [Theory]
    [InlineData("--clusters", "4")]
    [InlineData("--method", "leiden")]
    [InlineData("--order", "labels")]
    public async Task The_picture_is_whole_and_says_what_it_shows(string option, string value)
    {
        var wells = ProfileFile.Write(_folder);
        var (first, second) = (_folder.PathOf("a.svg"), _folder.PathOf("b.svg"));
        foreach (var svg in (string[])[first, second])
        {
            var result = await InProcess.RunAsync(
                "cluster", wells, "--labels", "Metadata_Moa", "--svg", svg, option, value);
            Assert.Equal(0, result.ExitCode);
            Assert.Contains("24 profiles of 6 features, cosine distance", result.Output, StringComparison.Ordinal);
        }

        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(second));
        var root = XDocument.Load(first).Root!;
        var texts = root.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value).ToArray();
        Assert.Contains("Distances of 24 profiles", texts);
        Assert.Contains("m0 (12)", texts);
        Assert.Contains("P0 A01", texts);
        Assert.Equal(option != "--method" && value != "labels", texts.Contains("height of merging"));
        var description = root.Elements().Single(e => e.Name.LocalName == "desc").Value;
        Assert.StartsWith("Heatmap of the distances between 24 profiles", description, StringComparison.Ordinal);
        // The heatmap and the bar of its colours.
        Assert.Equal(2, root.Descendants().Count(e => e.Name.LocalName == "image"));
    }

    [Fact]
    public async Task A_row_that_cannot_be_compared_is_told_and_belongs_nowhere()
    {
        var wells = ProfileFile.Write(_folder, lastRow: "P9,A99,c9,m9,0,0,0,0,0,0");
        var result = await InProcess.RunAsync("cluster", wells, "--clusters", "2", "--json");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("P9 A99", result.Errors, StringComparison.Ordinal);
        var document = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal([24], document.GetProperty("setAside").EnumerateArray().Select(row => row.GetInt32()));
        Assert.Equal(0, document.GetProperty("clusters")[24].GetInt32());
    }

    [Theory]
    [InlineData("--by Metadata_X", "no metadata column 'Metadata_X'")]
    [InlineData("--labels Metadata_X", "no metadata column 'Metadata_X'")]
    [InlineData("--clusters 2 --height 1", "not both")]
    [InlineData("--clusters 0", "--clusters is 0, expected 1 or more")]
    [InlineData("--method leiden --clusters 2", "takes --resolution")]
    [InlineData("--method leiden --resolution 0", "--resolution is 0, expected above 0, to 1000")]
    [InlineData("--order labels", "needs --labels")]
    public async Task What_is_asked_wrongly_is_said(string options, string message)
    {
        var result = await InProcess.RunAsync(["cluster", ProfileFile.Write(_folder), .. options.Split(' ')]);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_output_needs_a_cut()
    {
        var result = await InProcess.RunAsync("cluster", ProfileFile.Write(_folder), _folder.PathOf("o.csv"));
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("give --clusters or --height", result.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.PathOf("o.csv")));
    }

    private static async Task<JsonElement> ClusterAsync(params string[] args)
    {
        var result = await InProcess.RunAsync(["cluster", .. args, "--json"]);
        Assert.True(result.ExitCode == 0, result.Errors);
        return JsonDocument.Parse(result.Output).RootElement;
    }
}
