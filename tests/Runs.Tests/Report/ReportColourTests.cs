using System.Text.RegularExpressions;
using HcsGrid.Runs.Report;

namespace HcsGrid.Runs.Tests.Report;

public sealed partial class ReportColourTests
{
    private static readonly string Page = ReportPage.Render(new MadeUpReport { PlateCount = 0 }.Make());

    /// <summary>Linear RGB as dichromats see it, severity 1 (Machado, Oliveira, Fernandes 2009, table 1).</summary>
    private static readonly Dictionary<string, double[][]> Eyes = new(StringComparer.Ordinal)
    {
        ["normal"] = [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
        ["protan"] =
        [
            [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998],
        ],
        ["deutan"] =
        [
            [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881],
        ],
        ["tritan"] =
        [
            [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900],
        ],
    };

    [Theory]
    [InlineData("normal")]
    [InlineData("protan")]
    [InlineData("deutan")]
    [InlineData("tritan")]
    public void The_colours_of_categories_differ_to_every_eye(string eye)
    {
        var colours = CategoryColour().Matches(Page[..Page.IndexOf("prefers-color-scheme", StringComparison.Ordinal)])
            .Select(m => Lab(m.Groups[1].Value, Eyes[eye])).ToArray();
        Assert.Equal(8, colours.Length);
        for (var a = 0; a < colours.Length; a++)
        {
            for (var b = 0; b < a; b++)
            {
                var distance = Math.Sqrt(colours[a].Zip(colours[b], (x, y) => (x - y) * (x - y)).Sum());
                Assert.True(distance >= 10, $"colours {b} and {a} are {distance:F1} apart to a {eye} eye");
            }
        }
    }

    [Theory]
    [InlineData("normal")]
    [InlineData("protan")]
    [InlineData("deutan")]
    [InlineData("tritan")]
    public void The_lightness_of_sizes_rises_to_every_eye(string eye)
    {
        var lightness = StopsOf("viridis").Select(hex => Lab(hex, Eyes[eye])[0]).ToArray();
        Assert.Equal(lightness.Order(), lightness);
        Assert.True(lightness[^1] - lightness[0] > 60);
    }

    [Theory]
    [InlineData("normal")]
    [InlineData("protan")]
    [InlineData("deutan")]
    [InlineData("tritan")]
    public void The_two_ends_of_what_diverges_differ_from_each_other_and_from_the_middle(string eye)
    {
        var stops = StopsOf("blueOrange").Select(hex => Lab(hex, Eyes[eye])).ToArray();
        for (var i = 0; i < stops.Length / 2; i++)
        {
            var ends = Math.Sqrt(stops[i].Zip(stops[^(i + 1)], (x, y) => (x - y) * (x - y)).Sum());
            Assert.True(ends > 20, $"stops {i} and {stops.Length - 1 - i} are {ends:F1} apart to a {eye} eye");
            Assert.True(stops[i][0] < stops[i + 1][0], "the first half grows lighter");
            Assert.True(stops[^(i + 1)][0] < stops[^(i + 2)][0], "the second half grows darker");
        }
    }

    private static string[] StopsOf(string ramp) =>
        Regex.Match(Page, $"const {ramp} = ramp\\('([0-9a-f ]+)'\\)").Groups[1].Value.Split(' ');

    /// <summary>CIE L*a*b* (D65) of an sRGB colour as an eye sees it.</summary>
    private static double[] Lab(string hex, double[][] eye)
    {
        var rgb = Convert.FromHexString(hex).Select(b => b / 255.0)
            .Select(v => v <= 0.04045 ? v / 12.92 : Math.Pow((v + 0.055) / 1.055, 2.4)).ToArray();
        var seen = eye.Select(row => Math.Clamp(row.Zip(rgb, (w, v) => w * v).Sum(), 0, 1)).ToArray();
        double x = Cube(((0.4124 * seen[0]) + (0.3576 * seen[1]) + (0.1805 * seen[2])) / 0.9505),
            y = Cube((0.2126 * seen[0]) + (0.7152 * seen[1]) + (0.0722 * seen[2])),
            z = Cube(((0.0193 * seen[0]) + (0.1192 * seen[1]) + (0.9505 * seen[2])) / 1.089);
        return [(116 * y) - 16, 500 * (x - y), 200 * (y - z)];

        static double Cube(double t) => t > 0.008856 ? Math.Cbrt(t) : (7.787 * t) + (16 / 116.0);
    }

    [GeneratedRegex("--c[0-7]:#([0-9a-f]{6})")]
    private static partial Regex CategoryColour();
}
