using System.Globalization;
using HcsGrid.Imaging;
using HcsGrid.Inference.Tests;
using HcsGrid.Profiling.Aggregation;
using HcsGrid.Runs.Jobs;
using HcsGrid.Storage;
using HcsGrid.Tests;

namespace HcsGrid.Runs.Tests.Cells;

/// <summary>
/// A made-up screen in memory whose cells are known: bright discs in the nuclear channel, noise in the other, and a
/// file of locations a site.
/// </summary>
internal sealed class CellScreen
{
    public const int Width = 120;
    public const int Height = 90;
    public const int TileSize = 8;
    public const int Radius = 6;

    private static readonly string[] Channels = ["DNA", "Actin"];

    public MemoryBlobStore Images { get; } = new();

    /// <summary>The cells of each site, by the stem of its images' keys: <c>P1/A01_1</c>.</summary>
    public Dictionary<string, CellCentre[]> Cells { get; } = new(StringComparer.Ordinal);

    /// <summary>The samples of each image, by its key.</summary>
    public Dictionary<string, ushort[]> Samples { get; } = new(StringComparer.Ordinal);

    public ScreenJob Job { get; set; } = new()
    {
        Name = "cells",
        Images = new ImageSource { Pattern = "{plate}/{well}_{site}_{channel}.tif" },
        Channels = [.. Channels.Select(c => new ChannelSource { Name = c })],
        Model = "fake",
        Scaling = new ScalingOptions { Method = ScalingMethod.Range, Low = 100, High = 5000 },
        Aggregation = new AggregationOptions { Sites = AggregationMethod.Mean },
        Tiles = new TileOptions { Cells = Listed },
        Thumbnails = new ThumbnailOptions { SizePixels = 0 },
    };

    public static CellOptions Listed { get; } = new() { Locations = "{plate}/locations/{well}-{site}-Nuclei.csv" };

    public static CellOptions Found { get; } =
        new() { Channel = "DNA", MinimumDiameterPixels = 6, MaximumDiameterPixels = 30 };

    /// <summary>A plate of wells <c>A01</c> and so on, of sites with so many cells each.</summary>
    public static CellScreen Make(params int[][] cellCounts)
    {
        var screen = new CellScreen();
        for (var well = 0; well < cellCounts.Length; well++)
        {
            for (var site = 0; site < cellCounts[well].Length; site++)
                screen.AddSite($"P1/A{well + 1:00}_{site + 1}", cellCounts[well][site]);
        }

        return screen;
    }

    public static string LocationsOf(string stem) =>
        stem.Replace("/", "/locations/", StringComparison.Ordinal).Replace('_', '-') + "-Nuclei.csv";

    /// <summary>Adds a site whose cells lie on a grid that is shaken.</summary>
    public void AddSite(string stem, int cellCount)
    {
        var random = new Random(stem.Aggregate(17, (hash, c) => unchecked((hash * 31) + c)));
        CellCentre[] cells =
        [
            .. Enumerable.Range(0, cellCount).Select(i => new CellCentre(
                10 + (i % 5 * 22) + (random.Next(9) / 2.0), 12 + (i / 5 * 20) + (random.Next(9) / 2.0))),
        ];
        Cells[stem] = cells;
        foreach (var channel in Channels)
        {
            var samples = new ushort[Width * Height];
            for (var i = 0; i < samples.Length; i++)
            {
                var isCell = channel == "DNA" && cells.Any(c =>
                    Math.Pow((i % Width) - c.X, 2) + Math.Pow((i / Width) - c.Y, 2) < Radius * Radius);
                samples[i] = (ushort)((isCell ? 2000 : 300) + random.Next(100));
            }

            var key = $"{stem}_{channel}.tif";
            Samples[key] = samples;
            Images[key] = ImageEncoder.EncodePlainTiff(samples, Width, Height);
        }

        PutLocations(stem, cells);
    }

    public void PutLocations(string stem, IEnumerable<CellCentre> cells) => Images.Put(
        LocationsOf(stem),
        string.Concat(cells.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.X},{c.Y}\n"))
            .Prepend("Nuclei_Location_Center_X,Nuclei_Location_Center_Y\n")));

    /// <summary>The mean embedding of crops of an image, each summed plainly.</summary>
    public double[] MeanEmbedding(string stem, string channel, IEnumerable<CellCentre> cells)
    {
        var (factor, offset) = ((float)(1 / 4900.0), (float)(-100 / 4900.0));
        var samples = Samples[$"{stem}_{channel}.tif"];
        var embeddings = cells.Select(cell =>
        {
            var (left, top) = ((int)Math.Ceiling(cell.X - 4), (int)Math.Ceiling(cell.Y - 4));
            return FakeModel.EmbeddingOf(
            [
                .. Enumerable.Range(0, TileSize * TileSize)
                    .Select(i => samples[((top + (i / TileSize)) * Width) + left + (i % TileSize)])
                    .Select(v => Math.Max(0f, (v * factor) + offset)),
            ]);
        }).ToArray();
        return [.. Enumerable.Range(0, FakeModel.Width).Select(
            i => embeddings.Aggregate(0.0, (sum, e) => sum + e[i]) / embeddings.Length)];
    }

    public static FakeModel Model() => new(batchSize: 6, tileSize: TileSize);

    /// <summary>Runs the job.</summary>
    /// <param name="output">What the run leaves.</param>
    /// <param name="workerCount">Wells at once.</param>
    /// <param name="far">The images as a store that is far away; null: they are near.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public async Task<RunOutcome> RunAsync(
        MemoryBlobStore output, int workerCount = 2, FarBlobStore? far = null,
        CancellationToken cancellationToken = default)
    {
        using var model = Model();
        return await QuickGrid.RunAsync(
            new RunRequest(Job, (IBlobStore?)far ?? Images, output, model), workerCount,
            cancellationToken: cancellationToken);
    }

    /// <summary>What the job's run leaves.</summary>
    public async Task<MemoryBlobStore> RunToEndAsync(int workerCount = 2)
    {
        var output = new MemoryBlobStore();
        await RunAsync(output, workerCount);
        return output;
    }
}
