using System.Text;
using HcsGrid.Profiling.Aggregation;
using HcsGrid.Profiling.Normalization;
using HcsGrid.Runs.Jobs;

namespace HcsGrid.Runs.Tests.Jobs;

/// <summary>
/// Jobs for tests: the shortest there is, and one that says everything.
/// </summary>
internal static class FullJob
{
    public const string Shortest = """
        {
          "name": "short",
          "images": { "pattern": "{well}.tif" },
          "channels": [ { "name": "gray" } ]
        }
        """;

    /// <summary>Every property has a value that is not its default.</summary>
    public static ScreenJob Make() => new()
    {
        Schema = "schema.json",
        Name = "full-1",
        Title = "A title",
        Images = new ImageSource { Store = "images", Pattern = "{plate}/{well}_{channel}.tif", Plate = "P0" },
        Channels =
        [
            new ChannelSource { Name = "DNA", Token = "w1", Band = 2, Colour = "#0000ff" },
            new ChannelSource { Name = "Actin", Token = "w2" },
        ],
        PlateFormat = 384,
        PlateMap = new PlateMapSource
        {
            File = "map.csv",
            Folder = "maps",
            Metadata = "metadata.tsv",
            Columns = new PlateMapColumns
            {
                Well = "w",
                Row = "r",
                Column = "c",
                Identifier = "id",
                Compound = "name",
                Dose = "dose",
                Role = "role",
                Moa = "moa",
            },
            Roles = new Dictionary<string, string> { ["-1"] = "negcon", ["1"] = "poscon" },
            DoseUnit = "uM",
            Regions = [new PlateRegion { Wells = "A01:D12", Compound = "x", Dose = 1.5, Moa = "m", Role = "trt" }],
        },
        Model = "other",
        ModelSha256 = new string('a', 64),
        Tiles = new TileOptions { OverlapPixels = 7 },
        Scaling = new ScalingOptions { Method = ScalingMethod.Range, Low = 10, High = 1000.5, SampleSiteCount = 3 },
        Aggregation = new AggregationOptions { Sites = AggregationMethod.Mean },
        Normalization = new NormalizationOptions
        {
            Method = NormalizationMethod.Standardize,
            Samples = ReferenceSamples.All,
            MadEpsilon = 0.5,
        },
        Thumbnails = new ThumbnailOptions { SizePixels = 32 },
        Limits = new JobLimits { MaxImagePixels = 1000, MaxImageBytes = 2000 },
    };

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
