using System.Text.Json.Nodes;

namespace HcsGrid.Client.Tests;

/// <summary>
/// A job that cannot be run at all: exit code 1 and one line on standard error that names the place.
/// </summary>
public sealed class RefusedJobsTests : IDisposable
{
    private readonly MadeUpPlate _plate = new();

    public void Dispose() => _plate.Dispose();

    [Fact]
    public async Task An_unknown_key_is_told_with_key_file_and_line()
    {
        _plate.WriteJob(job => job["chanels"] = 3);
        var line = Array.FindIndex(await File.ReadAllLinesAsync(_plate.Job), l => l.Contains("chanels")) + 1;
        (await _plate.RunAsync()).AssertRefused("'chanels'", "unknown", _plate.Job, $"line {line}");
        Assert.False(Directory.Exists(_plate.Run));
    }

    [Fact]
    public async Task An_unknown_key_inside_another_is_told_with_its_path()
    {
        _plate.WriteJob(job => job["images"]!["patern"] = "x");
        (await _plate.RunAsync()).AssertRefused("'patern'", "unknown", "$.images", _plate.Job, "line ");
    }

    [Fact]
    public async Task A_missing_key_is_told()
    {
        _plate.WriteJob(job => job.Remove("channels"));
        (await _plate.RunAsync()).AssertRefused("'channels'", "missing", _plate.Job);
    }

    [Fact]
    public async Task Text_that_is_no_json_is_told_with_its_line()
    {
        await File.WriteAllTextAsync(_plate.Job, "{\n  \"name\": \"x\",\n  oops\n}\n");
        (await _plate.RunAsync()).AssertRefused(_plate.Job, "line 3");
    }

    [Fact]
    public async Task A_job_file_that_is_not_there_is_told() =>
        (await HcsGridProcess.RunAsync("run", _plate.PathOf("none.json"))).AssertRefused(_plate.PathOf("none.json"));

    [Fact]
    public async Task An_unknown_model_is_told_with_those_there_are()
    {
        _plate.WriteJob(job => job["model"] = "scatter-v9");
        (await _plate.RunAsync()).AssertRefused("'scatter-v9'", "scatter-v1");
    }

    [Fact]
    public async Task Another_model_than_the_job_names_by_its_hash_is_refused()
    {
        _plate.WriteJob(job => job["modelSha256"] = new string('0', 64));
        (await _plate.RunAsync()).AssertRefused("scatter-v1", new string('0', 64), "sha256");
    }

    [Fact]
    public async Task A_folder_of_images_that_is_not_there_is_told()
    {
        var missing = _plate.PathOf("nowhere");
        (await _plate.RunAsync("--images", missing)).AssertRefused(missing);
    }

    [Fact]
    public async Task A_pattern_that_fits_no_image_is_told_with_an_example_of_what_there_is()
    {
        _plate.WriteJob(job => job["images"]!["pattern"] = "{well}-{channel}.png");
        (await _plate.RunAsync()).AssertRefused("{well}-{channel}.png", _plate.Images, "A01_s1_DNA.tif");
    }

    [Fact]
    public async Task A_pattern_with_an_unknown_token_is_told()
    {
        _plate.WriteJob(job => job["images"]!["pattern"] = "{well}_{chanel}.tif");
        (await _plate.RunAsync()).AssertRefused("images.pattern", "{chanel}", _plate.Job);
    }

    [Fact]
    public async Task A_plate_map_that_is_not_there_is_told()
    {
        _plate.WriteJob(job => job["plateMap"]!["file"] = "wells.csv");
        (await _plate.RunAsync()).AssertRefused("plate map", "wells.csv", _plate.Images);
    }

    [Theory]
    [InlineData("plateFormat", "100", "plateFormat is 100", "96")]
    [InlineData("name", "\"../up\"", "name is '../up'", "letters")]
    [InlineData("channels", "[]", "channels has 0", "1 to 64")]
    [InlineData("scaling", """{"low":99,"high":1}""", "scaling", "99")]
    [InlineData("scaling", """{"sampleSiteCount":0}""", "scaling.sampleSiteCount is 0", "10,000")]
    [InlineData("tiles", """{"overlapPixels":-1}""", "tiles.overlapPixels is -1", "0")]
    [InlineData("tiles", """{"overlapPixels":200}""", "tiles.overlapPixels is 200", "128")]
    [InlineData("thumbnails", """{"sizePixels":9999}""", "thumbnails.sizePixels is 9999", "512")]
    [InlineData("limits", """{"maxImagePixels":0}""", "limits.maxImagePixels is 0", "1,000,000,000")]
    [InlineData("formatVersion", "7", "formatVersion is 7", "1")]
    [InlineData("normalization", """{"method":"wishful"}""", "normalization", "line")]
    public async Task A_value_out_of_bounds_is_told_with_its_key_and_its_bound(
        string key, string json, string named, string bound)
    {
        _plate.WriteJob(job => job[key] = JsonNode.Parse(json));
        var result = await InProcess.RunAsync("run", _plate.Job, "--out", _plate.Run, "--json");
        result.AssertRefused(named, bound);
        Assert.False(File.Exists(Path.Combine(_plate.Run, "job.json")));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1025")]
    [InlineData("-3")]
    [InlineData("many")]
    public async Task A_count_of_workers_out_of_bounds_is_told(string count) =>
        (await InProcess.RunAsync("run", _plate.Job, "--out", _plate.Run, "--workers", count))
            .AssertRefused("--workers", count);

    [Fact]
    public async Task An_output_folder_that_is_a_file_is_told_with_its_path()
    {
        var file = _plate.PathOf("file");
        await File.WriteAllTextAsync(file, "");
        (await HcsGridProcess.RunAsync("run", _plate.Job, "--out", file)).AssertRefused(file);
        (await HcsGridProcess.RunAsync("run", _plate.Job, "--out", Path.Combine(file, "below")))
            .AssertRefused(Path.Combine(file, "below"));
    }

    [Fact]
    public async Task An_output_folder_that_cannot_be_written_is_told_with_its_path()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /proc, where not even root may write");
        (await HcsGridProcess.RunAsync("run", _plate.Job, "--out", "/proc/hcsgrid",
            "--json")).AssertRefused("/proc/hcsgrid");
        (await InProcess.RunAsync("demo", "--out", "/proc/hcsgrid")).AssertRefused("/proc/hcsgrid");
    }
}
