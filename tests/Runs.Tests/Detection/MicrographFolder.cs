using HcsGrid.Imaging;
using HcsGrid.Inference.Tests.Detection;
using HcsGrid.Plates;
using HcsGrid.Runs.Jobs;
using HcsGrid.Storage;
using HcsGrid.Tests;

namespace HcsGrid.Runs.Tests.Detection;

/// <summary>
/// A made-up folder of small micrographs in memory, a model without ONNX that finds their discs, and a job for both.
/// </summary>
internal sealed class MicrographFolder
{
    public const int Width = 210;

    public const int Height = 150;

    public const int TileSize = 96;

    public const int DiscCount = 9;

    public MemoryBlobStore Images { get; } = new();

    public ScreenJob Job { get; set; } = new()
    {
        Name = "gold",
        Images = new ImageSource { Pattern = "{image}.png" },
        Channels = [new ChannelSource { Name = "EM" }],
        Model = "discs",
        Detection = new DetectionOptions { PixelSizeNm = DiscModel.PixelNm, OverlayPixels = 128 },
    };

    /// <summary>A folder of so many micrographs: <c>m1.png</c>, <c>m2.png</c> and so on.</summary>
    public static MicrographFolder Make(int count)
    {
        var folder = new MicrographFolder();
        for (var number = 1; number <= count; number++)
            folder.Add($"m{number}.png", number);
        return folder;
    }

    /// <summary>The discs of a micrograph.</summary>
    public static Particle[] Discs(int seed) => DiscPicture.Scatter(Width, Height, DiscCount, seed);

    /// <summary>The pixels of a micrograph, 8 bits.</summary>
    public static byte[] Pixels(int seed)
    {
        using var plane = new DiscPicture(Width, Height, seed, Discs(seed))
            .ToPlane8(new PixelPool(new PixelPoolOptions()));
        return plane.Bytes.ToArray();
    }

    public void Add(string key, int seed) => Images[key] = ImageEncoder.EncodePng(Pixels(seed), Width, Height);

    /// <summary>A mask that is white from a column on.</summary>
    public void AddMask(string key, int fromColumn, int width = Width)
    {
        var mask = new byte[width * Height];
        for (var i = 0; i < mask.Length; i++)
            mask[i] = (byte)(i % width >= fromColumn ? 255 : 0);
        Images[key] = ImageEncoder.EncodePng(mask, width, Height);
    }

    /// <summary>Runs the job to its end.</summary>
    /// <param name="output">What the run leaves.</param>
    /// <param name="workerCount">Wells at once.</param>
    /// <param name="far">The images as a store that is far away; null: they are near.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public async Task<RunOutcome> RunAsync(
        MemoryBlobStore output, int workerCount = 2, FarBlobStore? far = null,
        CancellationToken cancellationToken = default)
    {
        using var model = new DiscModel(TileSize, batchSize: 2);
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
