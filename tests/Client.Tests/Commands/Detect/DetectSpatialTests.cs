using System.Text.Json;
using System.Xml.Linq;
using HcsGrid.Profiling.Spatial;
using static HcsGrid.Client.Tests.Commands.Detect.MadeUpMicrograph;

namespace HcsGrid.Client.Tests.Commands.Detect;

/// <summary>
/// What <c>hcsgrid detect gold</c> says of particles beside random placements.
/// </summary>
public sealed class DetectSpatialTests : IDisposable
{
    private const double PixelNm = 0.559;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_particles_are_compared_in_their_region_and_in_nanometres()
    {
        var region = WriteMask(_folder, "region.png", from: 80);
        var document = await DetectAsync("--region", region, "--pixel-size", "0.559");
        var particles = document.GetProperty("particles").EnumerateArray().ToArray();
        Assert.Equal(7, particles.Length);
        var pixels = new bool[Width * Height];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = i % Width >= 80;
        var expected = SpatialStatistics.Measure(
            [.. particles.Select(p => new PointPosition(Of(p, "x"), Of(p, "y")))],
            PointRegion.Of(pixels, Width, Height),
            new SpatialOptions
            {
                Radii = [.. Enumerable.Range(1, 40).Select(i => 5 * i / PixelNm)],
                ClusterDistance = 50 / PixelNm,
            },
            ripley: null, TestContext.Current.CancellationToken)!;
        var all = document.GetProperty("images")[0].GetProperty("spatial")[0];
        Assert.Equal(JsonValueKind.Null, all.GetProperty("group").ValueKind);
        Assert.Equal(7, all.GetProperty("particleCount").GetInt32());
        Assert.Equal(199, all.GetProperty("placements").GetInt32());
        AssertNear(expected.NearestDistance, all.GetProperty("nearestDistance"), PixelNm);
        AssertNear(expected.ClusteredShare, all.GetProperty("clusters").GetProperty("clusteredShare"), 1);
        var ripley = all.GetProperty("ripley");
        Assert.Equal(expected.LPValue, Of(ripley, "pValue"));
        Assert.Equal(200, ripley.GetProperty("radii")[39].GetDouble(), 3);
        // Places are told in thousandths of a pixel.
        Assert.All(
            expected.L.Zip(ripley.GetProperty("l").EnumerateArray()),
            p => Assert.InRange(p.Second.GetDouble() - (p.First * PixelNm), -0.5, 0.5));
    }

    [Fact]
    public async Task Groups_of_two_or_more_particles_are_compared_alone()
    {
        var document = await DetectAsync("--pixel-size", "0.559");
        var spatial = document.GetProperty("images")[0].GetProperty("spatial").EnumerateArray().ToArray();
        Assert.Equal([8, 6, 2], spatial.Select(s => s.GetProperty("particleCount").GetInt32()));
        Assert.Equal([6, 12], spatial.Skip(1).Select(s => Of(s, "group")));
    }

    [Fact]
    public async Task Without_a_pixel_size_distances_are_pixels_of_the_models_scale()
    {
        var document = await DetectAsync();
        var all = Assert.Single(document.GetProperty("images")[0].GetProperty("spatial").EnumerateArray());
        Assert.Equal("px", all.GetProperty("unit").GetString());
        Assert.Equal(50 / PixelNm, Of(all.GetProperty("clusters"), "distance"), 3);
    }

    [Fact]
    public async Task The_table_and_the_picture_hold_every_group_and_the_distances_asked_for()
    {
        await DetectAsync(
            "--pixel-size", "0.559", "--out", _folder.PathOf("out"), "--placements", "39", "--ripley-distance", "120",
            "--cluster-distance", "60");
        var rows = new Csv(_folder.PathOf("out", "a_spatial.csv"));
        Assert.Equal(3 * (4 + 40), rows.Count);
        Assert.Equal("120", rows[43, "distance_nm"]);
        Assert.Equal("60", rows[1, "distance_nm"]);
        Assert.Equal("all", rows[0, "group"]);
        Assert.Equal("6", rows[44, "group"]);
        var picture = XDocument.Load(_folder.PathOf("out", "a_ripley.svg"));
        var texts = picture.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value).ToArray();
        Assert.Contains(texts, t => t.StartsWith("all: 8 particles", StringComparison.Ordinal));
        Assert.Contains(texts, t => t.StartsWith("12 nm: 2 particles", StringComparison.Ordinal));
        Assert.Contains(texts, t => t.Contains("39 random placements", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_placements_compare_nothing()
    {
        var document = await DetectAsync("--placements", "0", "--out", _folder.PathOf("out"));
        Assert.Empty(document.GetProperty("images")[0].GetProperty("spatial").EnumerateArray());
        Assert.False(File.Exists(_folder.PathOf("out", "a_spatial.csv")));
        Assert.False(File.Exists(_folder.PathOf("out", "a_ripley.svg")));
    }

    [Fact]
    public async Task A_picture_without_particles_says_so()
    {
        var nowhere = WriteMask(_folder, "nowhere.png", from: Width);
        await DetectAsync("--region", nowhere, "--out", _folder.PathOf("out"));
        Assert.Contains(
            "fewer than two particles", File.ReadAllText(_folder.PathOf("out", "a_ripley.svg")),
            StringComparison.Ordinal);
        Assert.Equal(0, new Csv(_folder.PathOf("out", "a_spatial.csv")).Count);
    }

    [Theory]
    [InlineData("--placements", "18", "--placements is 18")]
    [InlineData("--placements", "10000", "--placements is 10000")]
    [InlineData("--ripley-distance", "0", "--ripley-distance is 0")]
    [InlineData("--cluster-distance", "nan", "--cluster-distance is NaN")]
    public async Task What_is_asked_wrongly_is_said(string option, string value, string message) =>
        (await InProcess.RunAsync("detect", "gold", Write(_folder, "a.png"), option, value)).AssertRefused(message);

    private static void AssertNear(AgainstRandom expected, JsonElement actual, double unit)
    {
        Assert.Equal(expected.Observed * unit, Of(actual, "observed"), 0.002);
        Assert.Equal(expected.RandomMean * unit, Of(actual, "randomMean"), 0.002);
        Assert.Equal(expected.RandomLow * unit, Of(actual, "randomLow"), 0.002);
        Assert.Equal(expected.RandomHigh * unit, Of(actual, "randomHigh"), 0.002);
        Assert.Equal(expected.PValue, Of(actual, "pValue"));
    }

    private static double Of(JsonElement element, string name) => element.GetProperty(name).GetDouble();

    private async Task<JsonElement> DetectAsync(params string[] args) =>
        (await InProcess.RunAsync(["detect", "gold", Write(_folder, "a.png"), .. args, "--json"])).Json(0);
}
