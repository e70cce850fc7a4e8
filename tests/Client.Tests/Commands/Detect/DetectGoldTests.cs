using System.Text.Json;
using System.Xml.Linq;
using static HcsGrid.Client.Tests.Commands.Detect.MadeUpMicrograph;

namespace HcsGrid.Client.Tests.Commands.Detect;

/// <summary>
/// <c>hcsgrid detect gold</c> with the shipped model on a made-up micrograph.
/// </summary>
public sealed class DetectGoldTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_bead_is_found_with_its_place_diameter_and_group()
    {
        var document = await DetectAsync(Write(_folder, "a.png"), "--pixel-size", "0.559");
        var particles = document.GetProperty("particles").EnumerateArray().ToArray();
        Assert.Equal(Beads.Count, particles.Length);
        foreach (var bead in Beads)
        {
            var nearest = particles.MinBy(p => Math.Abs(Of(p, "x") - bead.X) + Math.Abs(Of(p, "y") - bead.Y));
            Assert.InRange(Of(nearest, "x"), bead.X - 1.5, bead.X + 1.5);
            Assert.InRange(Of(nearest, "y"), bead.Y - 1.5, bead.Y + 1.5);
            Assert.Equal(bead.Diameter > 15 ? 12 : 6, Of(nearest, "group"));
            Assert.InRange(Of(nearest, "diameterNm") - (Of(nearest, "diameterPx") * 0.559), -0.001, 0.001);
            Assert.InRange(Of(nearest, "confidence"), 0.3, 1);
        }

        var image = Assert.Single(document.GetProperty("images").EnumerateArray());
        Assert.Equal("option", image.GetProperty("pixelSizeFrom").GetString());
        Assert.Equal(Width * Height * 0.559 * 0.559 / 1e6, Of(image, "regionUm2"), 12);
        Assert.Equal(Beads.Count / Of(image, "regionUm2"), Of(image, "densityPerUm2"), 6);
        Assert.Equal(
            [6, 2, 0], image.GetProperty("groups").EnumerateArray().Select(g => g.GetProperty("count").GetInt32()));
        Assert.Equal("gold-v1", document.GetProperty("model").GetProperty("name").GetString());
    }

    [Fact]
    public async Task Without_a_pixel_size_no_nanometre_is_made_up()
    {
        var result = await InProcess.RunAsync("detect", "gold", Write(_folder, "a.png"), "--json");
        var document = result.Json(0);
        Assert.Contains("--pixel-size", result.Errors, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, document.GetProperty("images")[0].GetProperty("pixelSizeNm").ValueKind);
        Assert.Equal(Beads.Count, document.GetProperty("particles").GetArrayLength());
        foreach (var particle in document.GetProperty("particles").EnumerateArray())
        {
            Assert.Equal(JsonValueKind.Null, particle.GetProperty("diameterNm").ValueKind);
            Assert.Equal(JsonValueKind.Null, particle.GetProperty("group").ValueKind);
            Assert.InRange(Of(particle, "diameterPx"), 8, 27);
        }
    }

    [Fact]
    public async Task Masks_say_where_to_look_and_where_not()
    {
        var image = Write(_folder, "a.png");
        var region = WriteMask(_folder, "region.png", from: 150);
        var exclude = WriteMask(_folder, "exclude.png", from: 300);
        var document = await DetectAsync(image, "--region", region, "--exclude", exclude, "--pixel-size", "0.559");
        var columns = document.GetProperty("particles").EnumerateArray().Select(p => Of(p, "x")).Order().ToArray();
        Assert.Equal(Beads.Count(b => b.X is >= 150 and < 300), columns.Length);
        Assert.All(columns, x => Assert.InRange(x, 149.5, 299.5));
        Assert.Equal(150 * Height, document.GetProperty("images")[0].GetProperty("regionPixels").GetInt64());
        WriteMask(_folder, Path.Combine("masks", "a.png"), from: 150);
        var fromFolder = await DetectAsync(image, "--region", _folder.PathOf("masks"), "--exclude", exclude,
            "--pixel-size", "0.559");
        Assert.Equal(
            document.GetProperty("particles").GetRawText(), fromFolder.GetProperty("particles").GetRawText());
    }

    [Fact]
    public async Task A_mask_of_another_size_is_told_with_both_sizes()
    {
        var mask = WriteMask(_folder, "m.png", from: 0, width: 401);
        (await InProcess.RunAsync("detect", "gold", Write(_folder, "a.png"), "--region", mask))
            .AssertRefused("401 x 300", "400 x 300", "m.png");
        Directory.CreateDirectory(_folder.PathOf("none"));
        (await InProcess.RunAsync("detect", "gold", _folder.PathOf("a.png"), "--region", _folder.PathOf("none")))
            .AssertRefused("without a mask a (.png", "none");
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(127, false)]
    [InlineData(255, true)]
    public async Task A_mask_of_grey_alone_is_refused_not_taken_for_black(byte value, bool isMask)
    {
        var image = Write(_folder, "a.png");
        var mask = WriteMask(_folder, "m.png", from: 150, white: value);
        foreach (var option in new[] { "--region", "--exclude" })
        {
            var result = await InProcess.RunAsync("detect", "gold", image, option, mask, "--json");
            if (isMask)
                Assert.Equal(0, result.ExitCode);
            else
                result.AssertRefused($"({option}) has no white pixel", $"{value} of 255", "m.png");
        }
    }

    [Fact]
    public async Task Masks_that_leave_nothing_to_look_at_are_told()
    {
        var result = await InProcess.RunAsync(
            "detect", "gold", Write(_folder, "a.png"), "--region", WriteMask(_folder, "m.png", from: Width),
            "--pixel-size", "0.559", "--json");
        Assert.Empty(result.Json(0).GetProperty("particles").EnumerateArray());
        Assert.Contains("a.png: the masks leave no pixel", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_colour_image_a_band_is_named()
    {
        var gray = await DetectAsync(Write(_folder, "a.png"), "--pixel-size", "0.559");
        var colour = WriteFile(_folder, "c.png", ColourPng());
        (await InProcess.RunAsync("detect", "gold", colour)).AssertRefused("c.png", "3 bands that differ", "--band");
        (await InProcess.RunAsync("detect", "gold", colour, "--band", "3")).AssertRefused("c.png", "none of index 3");
        var green = await DetectAsync(
            colour, "--pixel-size", "0.559", "--band", "1", "--out", _folder.PathOf("out"));
        Assert.Equal(
            gray.GetProperty("particles").EnumerateArray().Select(p => Of(p, "x")),
            green.GetProperty("particles").EnumerateArray().Select(p => Of(p, "x")));
        Assert.True(File.Exists(_folder.PathOf("out/c_overlay.svg")));
    }

    [Fact]
    public async Task What_is_wrong_is_told_in_one_line_however_long()
    {
        var name = $"{new string('a', 90)}.png";
        var result = await InProcess.RunAsync("detect", "gold", Write(_folder, name), "--json");
        Assert.Contains(
            result.Errors.Split('\n'),
            line => line.StartsWith("hcsgrid: ", StringComparison.Ordinal) &&
                line.EndsWith("(--pixel-size NM)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bad_image_among_others_is_a_problem_of_its_own()
    {
        var (good, bad) = (Write(_folder, "a.png"), WriteFile(_folder, "bad.png", [1, 2, 3]));
        var missing = _folder.PathOf("missing.png");
        var result = await InProcess.RunAsync("detect", "gold", bad, good, missing, "--json");
        var document = result.Json(2);
        Assert.Equal([good], document.GetProperty("images").EnumerateArray()
            .Select(i => i.GetProperty("image").GetString()));
        var problems = document.GetProperty("problems").EnumerateArray().ToArray();
        Assert.Equal([bad, missing], problems.Select(p => p.GetProperty("image").GetString()));
        Assert.Contains(bad, problems[0].GetProperty("place").GetString(), StringComparison.Ordinal);
        Assert.Contains("missing.png", result.Errors, StringComparison.Ordinal);
        (await InProcess.RunAsync("detect", "gold", bad)).AssertRefused("bad.png", "no TIFF, PNG or JPEG");
    }

    [Fact]
    public async Task Several_images_give_the_particles_of_each_in_their_order()
    {
        string[] images = [Write(_folder, "b.png"), Write(_folder, "a.png"), Write(_folder, "c.png")];
        var document = await DetectAsync([.. images, "--pixel-size", "0.559"]);
        Assert.Equal(images, document.GetProperty("images").EnumerateArray()
            .Select(i => i.GetProperty("image").GetString()));
        var byImage = document.GetProperty("particles").EnumerateArray()
            .GroupBy(p => p.GetProperty("image").GetString()).ToArray();
        Assert.Equal(images, byImage.Select(g => g.Key));
        Assert.All(byImage, g => Assert.Equal(byImage[0].Select(p => Of(p, "x")), g.Select(p => Of(p, "x"))));
    }

    [Fact]
    public async Task The_files_hold_what_the_document_says_the_same_bytes_each_time()
    {
        var image = Write(_folder, "a.png");
        var region = WriteMask(_folder, "region.png", from: 150);
        string[] asked = [image, "--region", region, "--pixel-size", "0.559", "--out"];
        var document = await DetectAsync([.. asked, _folder.PathOf("one")]);
        await DetectAsync([.. asked, _folder.PathOf("two")]);
        string[] names =
        [
            "a_12nm.csv", "a_18nm.csv", "a_6nm.csv", "a_gold_digger.csv", "a_overlay.svg", "a_particles.csv",
            "a_ripley.svg", "a_sizes.svg", "a_spatial.csv",
        ];
        Assert.Equal(names, Directory.GetFiles(_folder.PathOf("one")).Select(f => Path.GetFileName(f)).Order());
        Assert.All(names, n => Assert.Equal(
            File.ReadAllBytes(_folder.PathOf("one", n)), File.ReadAllBytes(_folder.PathOf("two", n))));
        var particles = document.GetProperty("particles").EnumerateArray().ToArray();
        var rows = new Csv(_folder.PathOf("one", "a_particles.csv"));
        Assert.Equal(particles.Length, rows.Count);
        Assert.Equal(Of(particles[0], "x"), double.Parse(rows[0, "x_px"]));
        Assert.Equal(Of(particles[0], "group"), double.Parse(rows[0, "group"]));
        Assert.Equal(particles.Length + 1, File.ReadAllLines(_folder.PathOf("one", "a_gold_digger.csv")).Length);
        Assert.Equal(["X,Y"], File.ReadAllLines(_folder.PathOf("one", "a_18nm.csv")));
        var overlay = XDocument.Load(_folder.PathOf("one", "a_overlay.svg"));
        // A pale ring and a coloured one for each.
        Assert.Equal(2 * particles.Length, overlay.Descendants().Count(e => e.Name.LocalName == "circle"));
        Assert.Contains(overlay.Descendants(), e => e.Value == "border of the region");
        XDocument.Load(_folder.PathOf("one", "a_sizes.svg"));
    }

    [Theory]
    [InlineData("mixture", 2)]
    [InlineData("mixture:1", 1)]
    [InlineData("5,10", 2)]
    public async Task Groups_are_as_asked_for(string groups, int count)
    {
        var document = await DetectAsync(Write(_folder, "a.png"), "--pixel-size", "0.559", "--groups", groups);
        Assert.Equal(count, document.GetProperty("images")[0].GetProperty("groups").GetArrayLength());
        var inPixels = await DetectAsync(_folder.PathOf("a.png"), "--groups", groups);
        Assert.Equal(
            groups == "5,10" ? 0 : count, inPixels.GetProperty("images")[0].GetProperty("groups").GetArrayLength());
    }

    [Fact]
    public async Task People_get_a_table_and_a_histogram()
    {
        var result = await InProcess.RunAsync("detect", "gold", Write(_folder, "a.png"), "--pixel-size", "0.559");
        result.AssertDone();
        Assert.Matches(@"All +│ 6 nm +│ 12 nm +│ 18 nm +│ Other", result.Output);
        Assert.Matches(@"│ 8 +│ 6 +│ 2 +│ 0 +│ 0 +│", result.Output);
        Assert.Contains("█", result.Output, StringComparison.Ordinal);
        Assert.Contains("megapixels", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--pixel-size", "0", "--pixel-size is 0")]
    [InlineData("--pixel-size", "nan", "--pixel-size is NaN")]
    [InlineData("--pixel-size", "0.000559", "is the pixel size in nanometres?")]
    [InlineData("--threshold", "1", "--threshold is 1")]
    [InlineData("--out", "", "cannot be made")]
    [InlineData("--region", "", "empty")]
    [InlineData("--groups", "6.1001,6.1004", "differ by a thousandth")]
    [InlineData("--groups", "12,6", "--groups is '12,6'")]
    [InlineData("--groups", "mixture:9", "--groups is 'mixture:9'")]
    [InlineData("--groups", "a", "--groups is 'a'")]
    [InlineData("--model", "nothing", "'nothing'")]
    [InlineData("--model", "scatter-v1", "detects no particles")]
    public async Task What_is_asked_wrongly_is_said(string option, string value, string message) =>
        (await InProcess.RunAsync("detect", "gold", Write(_folder, "a.png"), option, value)).AssertRefused(message);

    [Fact]
    public async Task Two_images_of_one_name_are_not_written_over_each_other()
    {
        var result = await InProcess.RunAsync(
            "detect", "gold", Write(_folder, Path.Combine("x", "a.png")), Write(_folder, Path.Combine("y", "a.png")),
            "--out", _folder.PathOf("out"));
        result.AssertRefused("named a");
        Assert.False(Directory.Exists(_folder.PathOf("out")));
    }

    private static double Of(JsonElement element, string name) => element.GetProperty(name).GetDouble();

    private static async Task<JsonElement> DetectAsync(params string[] args) =>
        (await InProcess.RunAsync(["detect", "gold", .. args, "--json"])).Json(0);
}
