using System.Text.Json;
using HcsGrid.Imaging;

namespace HcsGrid.Client.Tests;

/// <summary>
/// Bad images, names and map lines: each one clear error with its place, and the other wells finish.
/// </summary>
public sealed class BadImagesTests : IDisposable
{
    private static readonly string[] Bad = ["A04", "A05", "A06", "A07", "A08", "B04", "B05", "B06", "B07"];
    private readonly MadeUpPlate _plate = new();

    public void Dispose() => _plate.Dispose();

    [Fact]
    public async Task Each_bad_input_is_one_clear_error_with_its_place_and_the_other_wells_finish()
    {
        SpoilWells();
        SpoilNames();
        _plate.WriteMap(["Q77,compound 9,trt", "C07,another,trt"]);
        var run = await _plate.RunAsync();
        var document = run.Json(2);

        Assert.Equal(MadeUpPlate.Wells.Count - Bad.Length,
            document.GetProperty("wells").GetProperty("done").GetInt32());
        Assert.Equal(Bad.Length + 1, document.GetProperty("wells").GetProperty("failed").GetInt32());
        var problems = document.GetProperty("problems").EnumerateArray().ToList();
        AssertOne(problems, "A04", "GFP", null, "is missing");
        AssertOne(problems, "A05", "DNA", "A05_s1_DNA.tif", "");
        AssertOne(problems, "A06", "GFP", "A06_s1_GFP.tif", "empty");
        AssertOne(problems, "A07", "DNA", "A07_s1_DNA.tif", "");
        AssertOne(problems, "A08", "GFP", "A08_s1_GFP.tif", "float");
        AssertOne(problems, "B04", "DNA", null, "uint8", "uint16");
        AssertOne(problems, "B05", "GFP", "B05_s1_GFP.tif", "128 × 64", "128 × 128");
        AssertOne(problems, "B06", "DNA", "B06_s1_DNA.tif", "100000");
        AssertOne(problems, "B07", null, "b7_s1_DNA.tif", "Two images");
        AssertOne(problems, "Z01", null, "Z01_s1_DNA.tif", "outside a plate of 96");
        AssertNameless(problems, "A99_s1_DNA.tif", null, "A99");
        AssertNameless(problems, "map.csv", 26, "Q77");
        AssertNameless(problems, "map.csv", 27, "C07");
        Assert.True(problems.Count == 13, string.Join('\n', problems.Select(p => p.GetRawText())));

        var profiles = new Csv(_plate.PlateFile("profiles.csv"));
        Assert.Equal(MadeUpPlate.Wells.Except(Bad), profiles.Column("Metadata_Well"));
        Assert.True(File.Exists(Path.Combine(_plate.Run, "report.html")));
    }

    [Fact]
    public async Task Wells_whose_images_are_mended_are_done_when_the_run_goes_on()
    {
        SpoilWells();
        (await _plate.RunAsync()).Json(2);
        var times = FolderBytes.WellTimesOf(_plate.Run);
        using (var mended = new MadeUpPlate())
        {
            File.Delete(Path.Combine(_plate.Images, "b7_s1_DNA.tif"));
            foreach (var file in Directory.GetFiles(mended.Images, "*.tif"))
                File.Copy(file, Path.Combine(_plate.Images, Path.GetFileName(file)), overwrite: true);
        }

        var run = await _plate.RunAsync();
        var document = run.Json(0);
        Assert.Equal("""{"done":24,"failed":0}""", document.GetProperty("wells").GetRawText());
        Assert.Equal(Bad.Length * 2, run.EmbeddedTileCount());
        Assert.All(times, well => Assert.Equal(well.Value, FolderBytes.WellTimesOf(_plate.Run)[well.Key]));
        Assert.Empty(Directory.GetFiles(_plate.PlateFile("wells"), "*.failed"));
    }

    [Fact]
    public async Task A_plate_without_one_good_well_is_told_and_has_its_empty_tables_and_report()
    {
        foreach (var well in MadeUpPlate.Wells)
            await File.WriteAllBytesAsync(_plate.ImageOf(well, "DNA"), []);
        var document = (await _plate.RunAsync()).Json(2);
        Assert.Equal("""{"done":0,"failed":24}""", document.GetProperty("wells").GetRawText());
        Assert.Equal(JsonValueKind.Null, document.GetProperty("quality").GetProperty("zPrime").ValueKind);
        Assert.Equal(0, new Csv(_plate.PlateFile("profiles.csv")).Count);
        Assert.True(File.Exists(Path.Combine(_plate.Run, "report.html")));
    }

    [Fact]
    public async Task A_well_that_gets_its_images_after_the_plate_was_begun_is_told()
    {
        var late = _plate.PathOf("late.tif");
        File.Move(_plate.ImageOf("C08", "GFP"), late);
        var early = await File.ReadAllBytesAsync(_plate.ImageOf("C08", "DNA"));
        File.Delete(_plate.ImageOf("C08", "DNA"));
        var first = (await _plate.RunAsync()).Json(2);
        Assert.Contains("C08",
            Assert.Single(first.GetProperty("problems").EnumerateArray()).GetProperty("text").GetString());

        File.Move(late, _plate.ImageOf("C08", "GFP"));
        await File.WriteAllBytesAsync(_plate.ImageOf("C08", "DNA"), early);
        var second = (await _plate.RunAsync()).Json(2);
        Assert.Equal("""{"done":23,"failed":1}""", second.GetProperty("wells").GetRawText());
        var problem = Assert.Single(second.GetProperty("problems").EnumerateArray());
        Assert.Equal("C08", problem.GetProperty("well").GetString());
        Assert.Contains("when its plate was begun", problem.GetProperty("text").GetString());
    }

    private void SpoilWells()
    {
        File.Delete(_plate.ImageOf("A04", "GFP"));
        var whole = File.ReadAllBytes(_plate.ImageOf("A05", "DNA"));
        File.WriteAllBytes(_plate.ImageOf("A05", "DNA"), whole[..(whole.Length / 2)]);
        File.WriteAllBytes(_plate.ImageOf("A06", "GFP"), []);
        File.WriteAllText(_plate.ImageOf("A07", "DNA"), "This is a text, not an image.\n");
        var floats = new byte[MadeUpPlate.Side * MadeUpPlate.Side * 4];
        File.WriteAllBytes(
            _plate.ImageOf("A08", "GFP"), HandWrittenTiff.Write(MadeUpPlate.Side, MadeUpPlate.Side, 32, 3, floats));
        var narrow = new byte[MadeUpPlate.Side * MadeUpPlate.Side];
        File.WriteAllBytes(
            _plate.ImageOf("B04", "DNA"), ImageEncoder.EncodeTiff(narrow, MadeUpPlate.Side, MadeUpPlate.Side));
        var low = MadeUpPlate.Pixels("B05", "GFP", MadeUpPlate.Side * MadeUpPlate.Side / 2);
        File.WriteAllBytes(_plate.ImageOf("B05", "GFP"), ImageEncoder.EncodeTiff(low, MadeUpPlate.Side,
            MadeUpPlate.Side / 2));
        File.WriteAllBytes(_plate.ImageOf("B06", "DNA"), HandWrittenTiff.Write(100_000, 100_000, 16, 1, new byte[64]));
        File.Copy(_plate.ImageOf("B07", "DNA"), Path.Combine(_plate.Images, "b7_s1_DNA.tif"));
    }

    private void SpoilNames()
    {
        File.Copy(_plate.ImageOf("C01", "DNA"), Path.Combine(_plate.Images, "Z01_s1_DNA.tif"));
        File.Copy(_plate.ImageOf("C01", "DNA"), Path.Combine(_plate.Images, "A99_s1_DNA.tif"));
    }

    private static void AssertOne(
        List<JsonElement> problems, string well, string? channel, string? blob, params string[] words)
    {
        var problem = Assert.Single(problems, p => p.GetProperty("well").GetString() == well);
        var raw = problem.GetRawText();
        Assert.Equal(MadeUpPlate.Barcode, problem.GetProperty("plate").GetString());
        Assert.Equal(channel, problem.GetProperty("channel").GetString());
        if (blob is not null)
            Assert.Equal(blob, problem.GetProperty("blob").GetString());
        var text = problem.GetProperty("text").GetString()!;
        Assert.InRange(text.Length, 10, 300);
        Assert.DoesNotContain('\n', text);
        foreach (var word in words)
            Assert.True(text.Contains(word, StringComparison.Ordinal), $"expected '{word}' in {raw}");
    }

    private static void AssertNameless(List<JsonElement> problems, string blob, int? line, string word)
    {
        var problem = Assert.Single(problems, p =>
            p.GetProperty("well").ValueKind == JsonValueKind.Null && p.GetProperty("blob").GetString() == blob &&
            p.GetProperty("text").GetString()!.Contains(word, StringComparison.Ordinal));
        Assert.Equal(line, problem.GetProperty("line").ValueKind == JsonValueKind.Null
            ? null : problem.GetProperty("line").GetInt32());
    }
}
