using System.Text.Json;
using System.Xml.Linq;

namespace HcsGrid.Client.Tests.Commands.Localization;

/// <summary>
/// <c>hcsgrid localization</c> on a table of wells.
/// </summary>
public sealed class LocalizationTests : IDisposable
{
    private const string By = "Metadata_Protein";

    private static readonly string LastRow = "P9,H01,broken,nowhere" + string.Concat(Enumerable.Repeat(",", 14));

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("rows")]
    [InlineData("correlation")]
    public async Task Codes_of_a_place_stand_together_and_are_a_cluster(string distance)
    {
        var output = _folder.PathOf("codes.csv");
        var document = await JsonAsync(
            "clustermap", ProteinWells.Write(_folder), output, "--by", By, "--clusters", "3", "--distance", distance);
        Assert.Equal((9, 12, 3), (
            document.GetProperty("groupCount").GetInt32(), document.GetProperty("codeCount").GetInt32(),
            document.GetProperty("clusterCount").GetInt32()));
        Assert.Equal(["net_GFP_code11"], Texts(document.GetProperty("setAside")));
        Assert.Equal(10, document.GetProperty("linkage").GetArrayLength());
        var codes = Texts(document.GetProperty("codes"));
        var places = codes.Take(11).Select(code => int.Parse(code["net_GFP_code".Length..], null) / 4).ToArray();
        Assert.Equal(2, Enumerable.Range(1, 10).Count(i => places[i] != places[i - 1]));
        var clusters = document.GetProperty("clusters").EnumerateArray().Select(c => c.GetInt32()).ToArray();
        Assert.Equal([.. places.Select(place => Array.IndexOf([.. places.Distinct()], place) + 1), 0], clusters);

        var table = new Csv(output);
        Assert.Equal(codes, table.Column("Metadata_Code"));
        Assert.Equal(clusters.Select(c => c == 0 ? "" : $"{c}"), table.Column("Metadata_Code_Cluster"));
        Assert.Equal("1", table.Column(codes[3])[3]);
        Assert.Equal(table.Column(codes[2])[7], table.Column(codes[7])[2]);
        Assert.Contains(
            $"\"hcsgrid.option.distance\": \"{distance}\"", File.ReadAllText($"{output}.provenance.json"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_spectrum_is_the_mean_histogram_of_a_group_in_the_order_of_all_groups()
    {
        var wells = ProteinWells.Write(_folder);
        var all = await JsonAsync("spectrum", wells, "--by", By, "--clusters", "3");
        var output = _folder.PathOf("spectra.csv");
        var two = await JsonAsync(
            "spectrum", wells, output, "--by", By, "--clusters", "3", "--groups", "t2", "m0");
        var codes = Texts(two.GetProperty("codes"));
        Assert.Equal(Texts(all.GetProperty("codes")), codes);
        Assert.Equal(9, all.GetProperty("groups").GetArrayLength());
        var groups = two.GetProperty("groups").EnumerateArray().ToArray();
        Assert.Equal(["t2", "m0"], groups.Select(group => group.GetProperty("name").GetString()));
        Assert.All(groups, group => Assert.Equal(4, group.GetProperty("rows").GetInt32()));
        var table = new Csv(wells);
        var rows = Enumerable.Range(0, 36).Where(row => table.Column(By)[row] == "m0").ToArray();
        var spectrum = groups[1].GetProperty("spectrum").EnumerateArray().Select(v => v.GetDouble()).ToArray();
        for (var i = 0; i < codes.Length; i++)
        {
            var shares = table.Column(codes[i]);
            Assert.Equal(rows.Average(row => double.Parse(shares[row], null)), spectrum[i], 1e-12);
        }

        Assert.Equal(1, groups[1].GetProperty("clusterShares").EnumerateArray().Sum(v => v.GetDouble()), 1e-12);
        Assert.Equal(["t2", "m0"], new Csv(output).Column(By));
        Assert.Equal(spectrum[3], double.Parse(new Csv(output).Column(codes[3])[1], null), 1e-15);
    }

    [Fact]
    public async Task Groups_are_ranked_by_their_spectra_or_by_other_features()
    {
        var wells = ProteinWells.Write(_folder);
        var output = _folder.PathOf("similar.csv");
        var document = await JsonAsync("similar", wells, output, "--by", By, "--query", "n1", "--top", "3");
        var query = Assert.Single(document.GetProperty("queries").EnumerateArray());
        var similar = query.GetProperty("similar").EnumerateArray().ToArray();
        Assert.Equal("n1", query.GetProperty("name").GetString());
        Assert.Equal(["n0", "n2"], similar.Take(2).Select(s => s.GetProperty("name").GetString()).Order());
        Assert.Equal([1, 2, 3], similar.Select(s => s.GetProperty("rank").GetInt32()));
        Assert.InRange(similar[1].GetProperty("similarity").GetDouble(), 0.8, 1);
        Assert.InRange(similar[2].GetProperty("similarity").GetDouble(), -1, 0.4);
        Assert.Equal(["n1", "n1", "n1"], new Csv(output).Column("Metadata_Query"));
        Assert.Equal(["1", "2", "3"], new Csv(output).Column("Rank"));

        // The two features are the place less one, and one more than the protein: m0 is (-1, 1), n0 (0, 1), m1 (-1, 2).
        var features = await JsonAsync(
            "similar", wells, "--by", By, "--features", "net_GFP_0,net_GFP_1", "--query", "m0", "--top", "1",
            "--similarity", "cosine");
        Assert.Equal(2, features.GetProperty("featureCount").GetInt32());
        var first = features.GetProperty("queries")[0].GetProperty("similar")[0];
        Assert.Equal("m1", first.GetProperty("name").GetString());
        Assert.Equal(3 / Math.Sqrt(10), first.GetProperty("similarity").GetDouble(), 1e-12);
        var all = await JsonAsync("similar", wells, "--by", By);
        Assert.Equal(9, all.GetProperty("queries").GetArrayLength());
    }

    [Theory]
    [InlineData("--method average --clusters 3")]
    [InlineData("--method ward --clusters 3 --metric cosine")]
    [InlineData("--method leiden --k 3")]
    [InlineData("--labels Metadata_Place")]
    public async Task Clusters_are_told_with_size_centre_spread_and_members(string options)
    {
        var output = _folder.PathOf("clusters.csv");
        var document = await JsonAsync(
            ["clusters", ProteinWells.Write(_folder), output, "--by", By, "--centre", "mean", .. options.Split(' ')]);
        var clusters = document.GetProperty("clusters").EnumerateArray().ToArray();
        Assert.Equal(3, clusters.Length);
        foreach (var cluster in clusters)
        {
            var members = Texts(cluster.GetProperty("members"));
            Assert.Equal(3, cluster.GetProperty("size").GetInt32());
            Assert.Single(members.Select(member => member[0]).Distinct());
            Assert.Contains(cluster.GetProperty("medoid").GetString(), members);
            Assert.InRange(cluster.GetProperty("spread").GetDouble(), 0.001, 0.2);
            Assert.Equal(1, cluster.GetProperty("centre").EnumerateArray().Sum(v => v.GetDouble()), 1e-12);
        }

        if (options.StartsWith("--labels", StringComparison.Ordinal))
            Assert.Equal(["membrane", "nucleus", "tubules"], clusters.Select(c => c.GetProperty("name").GetString()));
        Assert.Equal(["3", "3", "3"], new Csv(output).Column("Size"));
        Assert.Contains("m0|m1|m2", new Csv(output).Column("Metadata_Members"));
    }

    [Theory]
    [InlineData("clustermap", "Correlations of 11 codes over 9 groups by Metadata_Protein", "code10", 2)]
    [InlineData("spectrum", "Feature spectra of 9 groups by Metadata_Protein", "12 codes in clustered order", 0)]
    [InlineData("spectrum --scale root", "Feature spectra of 9 groups by Metadata_Protein",
        "12 codes in clustered order; heights are square roots of shares", 0)]
    public async Task A_picture_is_whole_and_says_what_it_shows(
        string command, string title, string text, int imageCount)
    {
        var wells = ProteinWells.Write(_folder);
        var (first, second) = (_folder.PathOf("a.svg"), _folder.PathOf("b.svg"));
        foreach (var svg in (string[])[first, second])
        {
            var result = await InProcess.RunAsync(
                ["localization", .. command.Split(' ').Take(1), wells, "--by", By, "--clusters", "3", "--svg", svg,
                    .. command.Split(' ').Skip(1)]);
            Assert.True(result.ExitCode == 0, result.Errors);
            Assert.Contains("3 clusters", result.Output, StringComparison.Ordinal);
        }

        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(second));
        var root = XDocument.Load(first).Root!;
        var texts = root.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value).ToArray();
        Assert.Contains(title, texts);
        Assert.Contains(text, texts);
        Assert.All(["1", "2", "3"], number => Assert.Contains(number, texts));
        Assert.Equal(imageCount, root.Descendants().Count(e => e.Name.LocalName == "image"));
        Assert.Contains("3 clusters", root.Elements().Single(e => e.Name.LocalName == "desc").Value,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("clustermap", "leftOut")]
    [InlineData("spectrum", "leftOut")]
    [InlineData("similar", "setAside")]
    [InlineData("clusters --labels Metadata_Place", "setAside")]
    public async Task A_group_without_numbers_is_told_and_left_out(string command, string key)
    {
        var wells = ProteinWells.Write(_folder, LastRow);
        var words = command.Split(' ');
        var result = await InProcess.RunAsync(
            ["localization", words[0], wells, "--by", By, "--json", .. words[1..]]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("broken", result.Errors, StringComparison.Ordinal);
        Assert.Equal(["broken"], Texts(JsonDocument.Parse(result.Output).RootElement.GetProperty(key)));
    }

    [Theory]
    [InlineData("clustermap --by Metadata_X", "no metadata column 'Metadata_X'")]
    [InlineData("clustermap --codes vq", "No column begins with vq")]
    [InlineData("clustermap --clusters 0", "--clusters is 0, expected 1 or more")]
    [InlineData("clustermap --by Metadata_Nothing", "no metadata column 'Metadata_Nothing'")]
    [InlineData("spectrum --by Metadata_Protein --groups m0 x9", "There is no group 'x9'; there are m0, m1")]
    [InlineData("similar --by Metadata_Protein --query x9", "There is no group 'x9'")]
    [InlineData("similar --top 0", "--top is 0, expected 1 or more")]
    [InlineData("similar --codes net_GFP_code --features net", "Give --codes or --features, not both")]
    [InlineData("clusters --clusters 2", "leiden takes --resolution")]
    [InlineData("clusters --method ward", "A tree is cut: give --clusters")]
    [InlineData("clusters --labels Metadata_Place --method ward --clusters 2", "Give --labels or --method, not both")]
    [InlineData("clusters --labels Metadata_X", "no metadata column 'Metadata_X'")]
    public async Task What_is_asked_wrongly_is_said(string command, string message)
    {
        var words = command.Split(' ');
        var result = await InProcess.RunAsync(
            ["localization", words[0], ProteinWells.Write(_folder), .. words[1..]]);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_group_without_numbers_that_is_asked_for_and_a_table_that_cannot_be_ordered_are_refused()
    {
        var wells = ProteinWells.Write(_folder, LastRow);
        foreach (var (command, message) in new[]
        {
            ("spectrum --groups broken", "The group 'broken' has no spectrum"),
            ("similar --query broken", "The group 'broken' cannot be compared"),
            ("clustermap --by Metadata_Plate --codes net_GFP_code11", "No code varies over the 2 groups"),
        })
        {
            var words = command.Split(' ');
            var by = words.Contains("--by") ? [] : (string[])["--by", By];
            var result = await InProcess.RunAsync(["localization", words[0], wells, .. by, .. words[1..]]);
            Assert.Equal(1, result.ExitCode);
            Assert.Contains(message, result.Errors, StringComparison.Ordinal);
        }
    }

    private static string[] Texts(JsonElement list) => [.. list.EnumerateArray().Select(e => e.GetString()!)];

    private static async Task<JsonElement> JsonAsync(params string[] args)
    {
        var result = await InProcess.RunAsync(["localization", .. args, "--json"]);
        Assert.True(result.ExitCode == 0, result.Errors);
        return JsonDocument.Parse(result.Output).RootElement;
    }
}
