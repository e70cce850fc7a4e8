using HcsGrid.Imaging;
using HcsGrid.Inference;
using HcsGrid.Inference.Tests;
using HcsGrid.Plates;
using HcsGrid.Runs.Jobs;
using HcsGrid.Tests;

namespace HcsGrid.Runs.Tests;

/// <summary>
/// A made-up screen of tiny images in memory, and what its parts must come to, computed plainly.
/// </summary>
internal sealed class SmallScreen
{
    public const int Width = 7;
    public const int Height = 5;
    private static readonly string[] Channels = ["DNA", "Actin"];

    public MemoryBlobStore Images { get; } = new();

    /// <summary>The samples of every image, by its key.</summary>
    public Dictionary<string, ushort[]> Samples { get; } = new(StringComparer.Ordinal);

    public ScreenJob Job { get; set; } = new()
    {
        Name = "small",
        Images = new ImageSource { Pattern = "{plate}/{well}_{site}_{channel}.tif" },
        Channels = [.. Channels.Select(c => new ChannelSource { Name = c })],
        Model = "fake",
        Thumbnails = new ThumbnailOptions { SizePixels = 0 },
    };

    /// <summary>
    /// A screen of plates with some wells of some sites each; controls in the map's first two columns.
    /// </summary>
    public static SmallScreen Make(int plateCount, int rowCount, int columnCount, int siteCount)
    {
        var screen = new SmallScreen();
        var map = "well,compound,dose,pert_type,moa\n";
        for (var row = 0; row < rowCount; row++)
        {
            for (var column = 0; column < columnCount; column++)
            {
                var well = new WellAddress(row, column);
                map += column switch
                {
                    0 => $"{well},DMSO,,negcon,\n",
                    1 => $"{well},taxol,1,poscon,tubulin\n",
                    _ => $"{well},c{row % 3},{column},trt,m{row % 2}\n",
                };
                for (var plate = 1; plate <= plateCount; plate++)
                {
                    for (var site = 1; site <= siteCount; site++)
                        screen.AddSite($"P{plate}", well.ToString(), site);
                }
            }
        }

        screen.Images.Put("map.csv", map);
        screen.Job = screen.Job with { PlateMap = new PlateMapSource { File = "map.csv" } };
        return screen;
    }

    public static string Key(string plate, string well, int site, string channel) =>
        $"{plate}/{well}_{site}_{channel}.tif";

    public void AddSite(string plate, string well, int site)
    {
        foreach (var channel in Channels)
            AddImage(Key(plate, well, site, channel));
    }

    public void AddImage(string key)
    {
        // A hash of its own: the same on every machine, unlike string.GetHashCode.
        var random = new Random(key.Aggregate(17, (hash, c) => unchecked((hash * 31) + c)));
        var bright = 2000 + random.Next(20_000);
        ushort[] samples = [.. Enumerable.Range(0, Width * Height).Select(_ => (ushort)(100 + random.Next(bright)))];
        Samples[key] = samples;
        Images[key] = ImageEncoder.EncodePlainTiff(samples, Width, Height);
    }

    public RunRequest Request(MemoryBlobStore output, ITileModel model) => new(Job, Images, output, model);

    /// <summary>Runs the whole screen.</summary>
    public Task<RunOutcome> RunAsync(
        MemoryBlobStore output, FakeModel model, int workerCount = 2, IProgress<RunProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        QuickGrid.RunAsync(Request(output, model), workerCount, progress, cancellationToken);

    /// <summary>
    /// The mean embedding of a plane's tiles (2 × 2 pixels, the grid in the middle), computed plainly.
    /// </summary>
    public static double[] MeanEmbedding(ushort[] samples, double low, double high)
    {
        var (factor, offset) = ((float)(1 / (high - low)), (float)(-low / (high - low)));
        var sums = new double[FakeModel.Width];
        const int firstX = (Width % 2) / 2, firstY = (Height % 2) / 2;
        var count = 0;
        for (var y = firstY; y + 2 <= Height; y += 2)
        {
            for (var x = firstX; x + 2 <= Width; x += 2)
            {
                float[] tile = [Scaled(x, y), Scaled(x + 1, y), Scaled(x, y + 1), Scaled(x + 1, y + 1)];
                var embedding = FakeModel.EmbeddingOf(tile);
                for (var i = 0; i < sums.Length; i++)
                    sums[i] += embedding[i];
                count++;
            }
        }

        return [.. sums.Select(s => s / count)];

        float Scaled(int x, int y) => Math.Max(0f, (samples[(y * Width) + x] * factor) + offset);
    }

    public static double Pearson(ushort[] a, ushort[] b)
    {
        var (meanA, meanB) = (a.Average(v => (double)v), b.Average(v => (double)v));
        var shared = a.Zip(b, (x, y) => (x - meanA) * (y - meanB)).Sum();
        return shared / Math.Sqrt(a.Sum(x => (x - meanA) * (x - meanA)) * b.Sum(y => (y - meanB) * (y - meanB)));
    }
}
