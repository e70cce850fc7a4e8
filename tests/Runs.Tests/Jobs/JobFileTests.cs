using System.Text;
using System.Text.Json.Nodes;
using HcsGrid.Plates;
using HcsGrid.Runs.Jobs;
using HcsGrid.Tests;

namespace HcsGrid.Runs.Tests.Jobs;

public class JobFileTests
{
    [Fact]
    public void Every_default_is_written_out()
    {
        var written = JsonNode.Parse(JobFile.Write(Parse(FullJob.Shortest)))!;
        foreach (var (path, json) in new Dictionary<string, string>
        {
            ["formatVersion"] = "1",
            ["title"] = "\"\"",
            ["images.store"] = "\".\"",
            ["images.plate"] = "\"plate1\"",
            ["plateFormat"] = "null",
            ["plateMap"] = "null",
            ["model"] = "\"scatter-v1\"",
            ["modelSha256"] = "null",
            ["tiles.overlapPixels"] = "0",
            ["scaling.method"] = "\"percentiles\"",
            ["scaling.low"] = "0.1",
            ["scaling.high"] = "99.9",
            ["scaling.sampleSiteCount"] = "24",
            ["aggregation.sites"] = "\"median\"",
            ["normalization.method"] = "\"mad_robustize\"",
            ["normalization.samples"] = "\"negcon\"",
            ["normalization.madEpsilon"] = "1E-18",
            ["thumbnails.sizePixels"] = "96",
            ["limits.maxImagePixels"] = "400000000",
            ["limits.maxImageBytes"] = "1073741824",
        })
        {
            var value = path.Split('.').Aggregate(written, (node, key) => node[key]!);
            Assert.Equal(json, value?.ToJsonString() ?? "null");
        }
    }

    [Fact]
    public void A_job_reads_back_as_it_was_written()
    {
        foreach (var job in (ScreenJob[])[Parse(FullJob.Shortest), FullJob.Make(), .. Examples()])
        {
            var bytes = JobFile.Write(job);
            Assert.Equal(bytes, JobFile.Write(JobFile.Parse(bytes, "job.json")));
            Assert.Equal(JobFile.HashOf(job), JobFile.HashOf(JobFile.Parse(bytes, "job.json")));
            Assert.Equal((byte)'\n', bytes[^1]);
            Assert.DoesNotContain((byte)'\r', bytes);
        }
    }

    [Theory]
    [InlineData("formatVersion", "2", "formatVersion")]
    [InlineData("name", "\"\"", "name")]
    [InlineData("name", "\"a b\"", "name")]
    [InlineData("name", "\".hidden\"", "name")]
    [InlineData("name", "\"../up\"", "name")]
    [InlineData("channels", "[]", "channels")]
    [InlineData("channels", "[null]", "channels")]
    [InlineData("channels.0.name", "\"a_b\"", "channels[].name")]
    [InlineData("channels.0.name", "\"actin\"", "channels[].name")]
    [InlineData("channels.0.token", "\"\"", "channels[].token")]
    [InlineData("channels.0.token", "\"W2\"", "channels[].token")]
    [InlineData("channels.0.band", "3", "channels[].band")]
    [InlineData("channels.0.band", "-1", "channels[].band")]
    [InlineData("channels.0.colour", "\"blue\"", "channels[].colour")]
    [InlineData("channels.0.colour", "\"#00000g\"", "channels[].colour")]
    [InlineData("images.store", "\"\"", "images.store")]
    [InlineData("images.plate", "\"a/b\"", "images.plate")]
    [InlineData("images.pattern", "\"{wel}.tif\"", "images.pattern")]
    [InlineData("images.pattern", "\"{well}.tif\"", "images.pattern")]
    [InlineData("plateFormat", "97", "plateFormat")]
    [InlineData("plateMap.barcodes", "\"b.csv\"", "plateMap")]
    [InlineData("plateMap", "{}", "plateMap")]
    [InlineData("plateMap.folder", "\"\"", "plateMap.folder")]
    [InlineData("plateMap.roles", "{ \"x\": \"drug\" }", "plateMap.roles")]
    [InlineData("plateMap.roles", "{ \"x\": null }", "plateMap.roles")]
    [InlineData("plateMap.regions", "[null]", "plateMap.regions")]
    [InlineData("plateMap.regions.0.wells", "\"A01:B02:C03\"", "plateMap.regions[].wells")]
    [InlineData("plateMap.regions.0.wells", "\"A99\"", "plateMap.regions[].wells")]
    [InlineData("plateMap.regions.0.role", "\"dmso\"", "plateMap.regions[].role")]
    [InlineData("plateMap.regions.0.dose", "1e999", "plateMap.regions[].dose")]
    [InlineData("tiles.overlapPixels", "-1", "tiles.overlapPixels")]
    [InlineData("tiles.overlapPixels", "4097", "tiles.overlapPixels")]
    [InlineData("scaling.high", "10", "scaling")]
    [InlineData("scaling.high", "1e999", "scaling")]
    [InlineData("scaling.method", "\"percentiles\"", "scaling")]
    [InlineData("scaling.sampleSiteCount", "0", "scaling.sampleSiteCount")]
    [InlineData("scaling.sampleSiteCount", "10001", "scaling.sampleSiteCount")]
    [InlineData("normalization.madEpsilon", "-0.1", "normalization.madEpsilon")]
    [InlineData("normalization.madEpsilon", "1", "normalization.madEpsilon")]
    [InlineData("thumbnails.sizePixels", "15", "thumbnails.sizePixels")]
    [InlineData("thumbnails.sizePixels", "513", "thumbnails.sizePixels")]
    [InlineData("limits.maxImagePixels", "0", "limits.maxImagePixels")]
    [InlineData("limits.maxImagePixels", "1000000001", "limits.maxImagePixels")]
    [InlineData("limits.maxImageBytes", "0", "limits.maxImageBytes")]
    [InlineData("limits.maxImageBytes", "2147483648", "limits.maxImageBytes")]
    public void A_value_out_of_bounds_is_told_by_its_key(string path, string json, string key)
    {
        var error = RefusalOf(path, json);
        Assert.StartsWith($"The job is not valid: {key}", error.Message, StringComparison.Ordinal);
        Assert.Equal("job.json", error.Place.Blob);
    }

    [Theory]
    [InlineData("titel", "\"x\"", "the key 'titel' is unknown", "titel")]
    [InlineData("images.patern", "\"x\"", "the key 'patern' is unknown (at $.images", "patern")]
    [InlineData("channels.1.color", "\"#ffffff\"", "the key 'color' is unknown (at $.channels[1]", "color")]
    [InlineData("plateMap.regions.0.dosis", "1", "the key 'dosis' is unknown", "dosis")]
    [InlineData("scaling.method", "\"quantiles\"", "expected percentiles, range or type", "method")]
    [InlineData("scaling.method", "\"Quantiles\"", "(at $.scaling.method)", "method")]
    [InlineData("scaling.method", "0", "$.scaling.method", "method")]
    [InlineData("scaling.low", "\"ten\"", "$.scaling.low", "low")]
    [InlineData("scaling.low", "NaN", "", "low")]
    [InlineData("channels", "null", "channels", "channels")]
    public void An_unknown_key_or_a_wrong_kind_of_value_is_told_with_its_line(
        string path, string json, string reason, string key)
    {
        var node = JsonNode.Parse(JobFile.Write(FullJob.Make()))!;
        JsonPath.Set(node, path, json == "NaN" ? "\"NaN\"" : json);
        var text = node.ToJsonString(new() { WriteIndented = true });
        if (json == "NaN")
            text = text.Replace("\"NaN\"", "NaN", StringComparison.Ordinal);
        var error = Assert.Throws<ScreenDataException>(() => JobFile.Parse(FullJob.Utf8(text), "job.json"));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        var lines = text.Split('\n');
        Assert.Contains($"\"{key}\"", lines[error.Place.LineNumber!.Value - 1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name")]
    [InlineData("images")]
    [InlineData("channels")]
    [InlineData("images.pattern")]
    [InlineData("channels.0.name")]
    [InlineData("plateMap.regions.0.wells")]
    public void A_missing_key_is_told_by_name(string path)
    {
        var node = JsonNode.Parse(JobFile.Write(FullJob.Make()))!;
        JsonPath.Set(node, path, null);
        var error = Assert.Throws<ScreenDataException>(() => Parse(node.ToJsonString()));
        Assert.Contains($"the key '{path.Split('.')[^1]}' is missing", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"name\": \"a\", \"name\": \"b\"}")]
    [InlineData("{ \"name\": ")]
    public void What_is_no_job_is_a_data_error_that_names_the_file(string text) =>
        Assert.Equal("job.json", Assert.Throws<ScreenDataException>(() => Parse(text)).Place.Blob);

    [Fact]
    public void A_byte_order_mark_and_comments_are_passed_over()
    {
        var text = "\uFEFF// a job\n" +
            FullJob.Shortest.Replace("\"short\"", "/* its name */ \"short\"", StringComparison.Ordinal);
        Assert.Equal("short", Parse(text).Name);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_a_data_error()
    {
        var broken = Encoding.UTF8.GetBytes(FullJob.Shortest);
        broken[Array.IndexOf(broken, (byte)'h')] = 0xFF;
        Assert.Throws<ScreenDataException>(() => JobFile.Parse(broken, "job.json"));
    }

    [Fact]
    public void A_file_is_read_from_its_path_up_to_the_longest()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.PathOf("job.json"), FullJob.Shortest);
        Assert.Equal("short", JobFile.Read(folder.PathOf("job.json")).Name);
        File.WriteAllBytes(folder.PathOf("long.json"), new byte[JobFile.MaxBytes + 1]);
        var error = Assert.Throws<ScreenDataException>(() => JobFile.Read(folder.PathOf("long.json")));
        Assert.Contains($"{JobFile.MaxBytes}", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ScreenDataException>(() => JobFile.Read(folder.PathOf("none.json")));
        Assert.EndsWith("none.json", error.Place.Blob, StringComparison.Ordinal);
        Assert.Throws<ScreenDataException>(() => JobFile.Read(folder.Path));
    }

    [Fact]
    public void The_example_jobs_are_valid() => Assert.NotEmpty(Examples());

    private static ScreenJob Parse(string text) => JobFile.Parse(FullJob.Utf8(text), "job.json");

    private static ScreenDataException RefusalOf(string path, string json)
    {
        var node = JsonNode.Parse(JobFile.Write(FullJob.Make()))!;
        JsonPath.Set(node, "channels.0.band", "null");
        JsonPath.Set(node, path, json);
        return Assert.Throws<ScreenDataException>(() => Parse(node.ToJsonString()));
    }

    private static ScreenJob[] Examples() =>
    [
        .. Directory.GetFiles(Path.Combine(Shared.RepositoryRoot, "docs", "examples"), "*.json").Order()
            .Select(JobFile.Read),
    ];
}
