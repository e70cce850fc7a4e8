using HcsGrid.Plates;
using HcsGrid.Runs.Jobs;

namespace HcsGrid.Runs.Tests.Jobs;

/// <summary>
/// What a job says of the detection of particles.
/// </summary>
public class DetectionOptionsTests
{
    private const string Full = """
        { "pixelSizes": "sizes.csv", "groupsNm": [6, 12], "threshold": 0.5, "region": "masks/{image}.png",
          "exclude": "out.png", "overlayPixels": 0, "placements": 39, "ripleyDistanceNm": 120.5,
          "clusterDistanceNm": 30 }
        """;

    [Fact]
    public void Everything_that_is_said_is_read_and_written_again()
    {
        var job = Parse(Full);
        var detection = job.Detection!;
        Assert.Equal(
            (null, "sizes.csv", 0.5, "masks/{image}.png", "out.png", 0),
            (detection.PixelSizeNm, detection.PixelSizes, detection.Threshold, detection.Region, detection.Exclude,
                detection.OverlayPixels));
        Assert.Equal([6, 12], detection.GroupsNm!);
        Assert.Equal(
            (39, 120.5, 30), (detection.Placements, detection.RipleyDistanceNm, detection.ClusterDistanceNm));
        Assert.Equal(JobFile.Write(job), JobFile.Write(JobFile.Parse(JobFile.Write(job), "again.json")));
    }

    [Theory]
    [InlineData("""{ "pixelSizeNm": 0 }""", "detection.pixelSizeNm")]
    [InlineData("""{ "pixelSizeNm": -0.5 }""", "detection.pixelSizeNm")]
    [InlineData("""{ "pixelSizeNm": 1, "pixelSizes": "a.csv" }""", "detection")]
    [InlineData("""{ "pixelSizes": "" }""", "detection.pixelSizes")]
    [InlineData("""{ "groupsNm": [12, 6] }""", "detection.groupsNm")]
    [InlineData("""{ "groupsNm": [0] }""", "detection.groupsNm")]
    [InlineData("""{ "threshold": 0 }""", "detection.threshold")]
    [InlineData("""{ "threshold": 1 }""", "detection.threshold")]
    [InlineData("""{ "region": "{well}.png" }""", "detection.region")]
    [InlineData("""{ "region": "{image}.tif" }""", "detection.region")]
    [InlineData("""{ "exclude": "{*}.png" }""", "detection.exclude")]
    [InlineData("""{ "exclude": "{mask}.png" }""", "detection.exclude")]
    [InlineData("""{ "placements": 18 }""", "detection.placements")]
    [InlineData("""{ "placements": -1 }""", "detection.placements")]
    [InlineData("""{ "placements": 10000 }""", "detection.placements")]
    [InlineData("""{ "ripleyDistanceNm": 0 }""", "detection.ripleyDistanceNm")]
    [InlineData("""{ "ripleyDistanceNm": 1000001 }""", "detection.ripleyDistanceNm")]
    [InlineData("""{ "placements": 0, "clusterDistanceNm": -1 }""", "detection.clusterDistanceNm")]
    [InlineData("""{ "overlayPixels": 63 }""", "detection.overlayPixels")]
    [InlineData("""{ "overlayPixels": 1025 }""", "detection.overlayPixels")]
    public void A_value_out_of_bounds_is_told_by_its_key(string detection, string key)
    {
        var error = Assert.Throws<ScreenDataException>(() => Parse(detection));
        Assert.StartsWith($"The job is not valid: {key}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("(Parameter '", error.Message, StringComparison.Ordinal);
        Assert.Equal((key, "job.json"), (error.Place.Key, error.Place.Blob));
    }

    [Fact]
    public void Where_nothing_is_said_of_placements_they_are_those_of_the_command()
    {
        var detection = Parse("{}").Detection!;
        Assert.Equal(
            (199, 200, 50), (detection.Placements, detection.RipleyDistanceNm, detection.ClusterDistanceNm));
        Assert.Equal(0, Parse("""{ "placements": 0 }""").Detection!.Placements);
    }

    [Fact]
    public void An_unknown_key_is_told_with_its_line()
    {
        var error = Assert.Throws<ScreenDataException>(() => Parse("""{ "pixelsize": 1 }"""));
        Assert.Equal(5, error.Place.LineNumber);
        Assert.Contains("'pixelsize' is unknown", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_channels_are_refused()
    {
        var job = Parse("{}");
        var two = job with
        {
            Channels = [.. job.Channels, new ChannelSource { Name = "b", Band = 0 }],
            Images = job.Images with { Pattern = "{image}_{channel}.tif" },
        };
        Assert.Contains("channels", Assert.Throws<ScreenDataException>(two.Validate).Message, StringComparison.Ordinal);
    }

    private static ScreenJob Parse(string detection) => JobFile.Parse(
        FullJob.Utf8($$"""
            {
              "name": "gold",
              "images": { "pattern": "{image}.tif" },
              "channels": [ { "name": "EM" } ],
              "detection": {{detection}}
            }
            """), "job.json");
}
