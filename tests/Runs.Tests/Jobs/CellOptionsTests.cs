using HcsGrid.Inference.Tests;
using HcsGrid.Inference.Tests.Detection;
using HcsGrid.Plates;
using HcsGrid.Runs.Jobs;

namespace HcsGrid.Runs.Tests.Jobs;

/// <summary>
/// What a job says of crops of cells.
/// </summary>
public class CellOptionsTests
{
    private const string Listed = """
        { "locations": "locations/{well:A01}-{site:1}-Nuclei.csv", "columns": { "x": "a", "y": "b" },
          "maxCellsPerSite": 50 }
        """;

    private const string Found = """
        { "channel": "DNA", "minimumDiameterPixels": 12, "maximumDiameterPixels": 80.5 }
        """;

    [Theory]
    [InlineData(Listed)]
    [InlineData(Found)]
    public void Everything_that_is_said_is_read_and_written_again(string cells)
    {
        var job = Parse(cells);
        Assert.Equal(JobFile.Write(job), JobFile.Write(JobFile.Parse(JobFile.Write(job), "again.json")));
        Assert.Equal(JobFile.HashOf(job), JobFile.HashOf(JobFile.Parse(JobFile.Write(job), "again.json")));
    }

    [Fact]
    public void Each_key_is_read_and_the_rest_has_its_default()
    {
        var (listed, found) = (Parse(Listed).Tiles.Cells!, Parse(Found).Tiles.Cells!);
        Assert.Equal(
            ("locations/{well:A01}-{site:1}-Nuclei.csv", "a", "b", 50),
            (listed.Locations, listed.Columns!.X, listed.Columns.Y, listed.MaxCellsPerSite));
        Assert.Equal(
            ("DNA", 12, 80.5, 1000),
            (found.Channel, found.MinimumDiameterPixels, found.MaximumDiameterPixels, found.MaxCellsPerSite));
        Assert.Null(Parse("null").Tiles.Cells);
    }

    [Theory]
    [InlineData("{}", "tiles.cells")]
    [InlineData("""{ "locations": "{well}_{site}.csv", "channel": "DNA" }""", "tiles.cells")]
    [InlineData("""{ "locations": "{well}_{site}_{channel}.csv" }""", "tiles.cells.locations")]
    [InlineData("""{ "locations": "{plate}.csv" }""", "tiles.cells.locations")]
    [InlineData("""{ "locations": "{well:a}.csv" }""", "tiles.cells.locations")]
    [InlineData("""{ "locations": "{well}_{site}.csv", "minimumDiameterPixels": 10 }""", "tiles.cells")]
    [InlineData("""{ "locations": "{well}_{site}.csv", "maxCellsPerSite": 0 }""", "tiles.cells.maxCellsPerSite")]
    [InlineData("""{ "locations": "{well}_{site}.csv", "maxCellsPerSite": 100001 }""", "tiles.cells.maxCellsPerSite")]
    [InlineData(
        """{ "channel": "dna", "minimumDiameterPixels": 9, "maximumDiameterPixels": 50 }""",
        "tiles.cells.channel")]
    [InlineData("""{ "channel": "DNA" }""", "tiles.cells.minimumDiameterPixels")]
    [InlineData(
        """{ "channel": "DNA", "minimumDiameterPixels": 3.9, "maximumDiameterPixels": 50 }""",
        "tiles.cells.minimumDiameterPixels")]
    [InlineData("""{ "channel": "DNA", "minimumDiameterPixels": 9 }""", "tiles.cells.maximumDiameterPixels")]
    [InlineData(
        """{ "channel": "DNA", "minimumDiameterPixels": 9, "maximumDiameterPixels": 9 }""",
        "tiles.cells.maximumDiameterPixels")]
    [InlineData(
        """{ "channel": "DNA", "minimumDiameterPixels": 9, "maximumDiameterPixels": 1001 }""",
        "tiles.cells.maximumDiameterPixels")]
    [InlineData(
        """{ "channel": "DNA", "minimumDiameterPixels": 9, "maximumDiameterPixels": 50, "columns": {} }""",
        "tiles.cells.columns")]
    public void A_value_out_of_bounds_is_told_by_its_key(string cells, string key)
    {
        var error = Assert.Throws<ScreenDataException>(() => Parse(cells));
        Assert.StartsWith($"The job is not valid: {key}", error.Message, StringComparison.Ordinal);
        Assert.Equal((key, "job.json"), (error.Place.Key, error.Place.Blob));
    }

    [Fact]
    public void An_overlap_or_detection_beside_cells_is_an_error_in_words()
    {
        var job = Parse(Found);
        var error = Assert.Throws<ScreenDataException>(
            (job with { Tiles = job.Tiles with { OverlapPixels = 4 } }).Validate);
        Assert.Contains(
            "tiles.overlapPixels is 4, expected 0 with tiles.cells", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ScreenDataException>(
            (job with { Channels = [job.Channels[0]], Detection = new DetectionOptions() }).Validate);
        Assert.Contains("tiles.cells is there beside detection", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cells_with_a_model_that_detects_particles_are_an_error_in_words()
    {
        using var detecting = new DiscModel(96);
        using var embedding = new FakeModel(batchSize: 2);
        var job = Parse(Found) with { Channels = [new ChannelSource { Name = "DNA" }] };
        var error = Assert.Throws<ScreenDataException>(() => RunSession.WithModel(job, detecting.Card));
        Assert.Contains("tiles.cells is there, but the model", error.Message, StringComparison.Ordinal);
        Assert.NotNull(RunSession.WithModel(job, embedding.Card).Tiles.Cells);
    }

    private static ScreenJob Parse(string cells) => JobFile.Parse(
        FullJob.Utf8($$"""
            {
              "name": "cells",
              "images": { "pattern": "{well}_s{site}_{channel}.tif" },
              "channels": [ { "name": "DNA" }, { "name": "Actin" } ],
              "tiles": { "cells": {{cells}} }
            }
            """), "job.json");
}
