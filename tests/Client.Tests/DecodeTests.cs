using System.Text.Json;
using HcsGrid.Tests;

namespace HcsGrid.Client.Tests;

/// <summary>
/// <c>hcsgrid decode</c> over the public collection of TIFF files, against what other decoders agree on.
/// </summary>
public class DecodeTests
{
    private static readonly string[] Members = ["width", "height", "pages", "type", "min", "max", "sum", "sha256"];

    [Fact]
    public async Task Every_gray_or_rgb_file_equals_the_reference_and_the_others_equal_it_or_are_refused()
    {
        var (equal, refused, wrong) = (0, 0, new List<string>());
        foreach (var fields in File.ReadLines(Shared.PathOf("data", "formats", "expected.csv")).Skip(1).Select(l =>
            l.Split(',')))
        {
            // file,width,height,pages,dtype,min,max,sum,sha256,samples,bits,compression,predictor,photometric,planar,…
            var isPlain = fields[4] is "uint8" or "uint16" && fields[10] is "8" or "16" &&
                fields[13] is "blackiszero" or "rgb" && fields[14] == "contig";
            var path = Shared.PathOf("data", "formats", fields[0]);
            var result = await InProcess.RunAsync("decode", path, "--json");
            if (result.ExitCode == 0)
            {
                equal++;
                var told = TextOf(result.Json());
                var expected = fields.Skip(1).Take(told.Length);
                if (!told.SequenceEqual(expected))
                    wrong.Add($"{fields[0]}: {string.Join(',', told)} instead of {string.Join(',', expected)}");
            }
            else
            {
                refused++;
                if (isPlain || result.ExitCode != 1 || result.Output.Length > 0 || !result.Errors.Contains(path))
                    wrong.Add($"{fields[0]}: {result}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(equal >= 170, $"{equal} are equal, {refused} refused");
    }

    [Theory]
    [InlineData("harmony/operetta_plate/Images/r03c03f01p01-ch1sk1fk1fl1.tiff")]
    [InlineData("tiff/hopper_lzma.tif")]
    public async Task The_program_prints_one_document_with_the_promised_members(string file)
    {
        var expected = File.ReadLines(Shared.PathOf("data", "formats", "expected.csv"))
            .Single(l => l.StartsWith(file + ",", StringComparison.Ordinal)).Split(',')[1..9];
        var document = (await HcsGridProcess.RunAsync("decode", Shared.PathOf("data", "formats", file),
            "--json")).Json(0);
        Assert.Equal(Members, document.EnumerateObject().Select(p => p.Name));
        Assert.Equal(expected, TextOf(document));
    }

    [Fact]
    public async Task Files_that_no_decoder_reads_are_refused_by_name()
    {
        foreach (var fields in File.ReadLines(Shared.PathOf("data", "formats",
            "no_expectation.csv")).Skip(1).Select(l => l.Split(',')))
        {
            var path = Shared.PathOf("data", "formats", fields[0]);
            var result = await InProcess.RunAsync("decode", path, "--json");
            if (fields[1] == "not decoded")
                result.AssertRefused(path);
            else
                Assert.True(result.ExitCode is 0 or 1, $"{path}: {result}");
        }
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_told() =>
        (await HcsGridProcess.RunAsync("decode", "/nowhere/image.tif", "--json")).AssertRefused("/nowhere/image.tif");

    /// <summary>The members as text, exactly as they stand in the document: a sum may have more digits than a
    /// double.</summary>
    private static string[] TextOf(JsonElement document) =>
        [.. Members.Select(m => document.GetProperty(m) is { ValueKind: JsonValueKind.String } text
            ? text.GetString()! : document.GetProperty(m).GetRawText())];
}
