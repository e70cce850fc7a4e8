using System.Diagnostics;
using System.Globalization;
using HcsGrid.Imaging;
using HcsGrid.Inference;
using HcsGrid.Inference.Detection;
using HcsGrid.Plates;

namespace HcsGrid.Benchmarks;

/// <summary>
/// What the detection of gold in one image costs, part by part: decoding, preparing and reading peaks (a model that
/// costs nothing), the model alone, and all of it.
/// </summary>
/// <remarks>
/// One round runs every part once; the numbers are medians over the rounds. The first round warms up and does not
/// count. A tile size other than the card's fits a model whose file leaves it open.
/// </remarks>
internal sealed class DetectBenchmark(string path, OnnxModel model)
{
    private readonly PixelPool _pool = new(new PixelPoolOptions());
    private readonly byte[] _file = File.ReadAllBytes(path);

    public static async Task RunAsync(string path, int rounds, int? tileSize)
    {
        var folder = ModelCatalog.Default.Find("gold-v1");
        if (tileSize is { } size)
            folder = folder with { Card = folder.Card.WithTileSize(size) };
        using var model = OnnxModel.Load(folder, new OnnxModelOptions());
        await new DetectBenchmark(path, model).MeasureAsync(rounds);
    }

    private async Task MeasureAsync(int rounds)
    {
        var card = model.Card;
        var pixelNm = 1000 * card.Input.PixelSizeMicrometres!.Value;
        using var image = Decode();
        await using var real = new TileBatcher(model, new TileBatcherOptions(), TimeProvider.System);
        await using var free = new TileBatcher(new FreeModel(card), new TileBatcherOptions(), TimeProvider.System);
        (string Name, Func<Task> Work)[] parts =
        [
            ("decode", () => Task.Run(() => Decode().Dispose())),
            ("prepare, cut, peaks", () => FindAsync(free, image, pixelNm)),
            ("decode, prepare, cut, model, peaks", async () =>
            {
                using var plane = Decode();
                await FindAsync(real, plane, pixelNm);
            }),
            ("the same from an image of 1.4 times the pixel size", async () =>
            {
                using var plane = Decode();
                await FindAsync(real, plane, pixelNm * 1.4);
            }),
        ];
        var seconds = parts.Select(_ => new List<double>()).ToArray();
        for (var round = 0; round <= rounds; round++)
        {
            for (var i = 0; i < parts.Length; i++)
            {
                var start = Stopwatch.GetTimestamp();
                await parts[i].Work();
                if (round > 0)
                    seconds[i].Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
        }

        Print(image, [.. parts.Select(p => p.Name)], [.. seconds.Select(Median)]);
    }

    private void Print(Plane image, string[] names, double[] seconds)
    {
        var megapixels = image.PixelCount / 1e6;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{image.Width} x {image.Height} pixels, {Environment.ProcessorCount} cores, tiles of " +
            $"{model.Card.Input.WidthPixels} pixels, batches of {model.Card.BatchSize}"));
        Console.WriteLine();
        Console.WriteLine("| part | ms (median) | share | megapixels/s |");
        Console.WriteLine("|---|---|---|---|");
        Row(names[0], seconds[0]);
        Row(names[1], seconds[1]);
        Row("the model (the rest)", seconds[2] - seconds[1] - seconds[0]);
        Row(names[2], seconds[2]);
        Row(names[3], seconds[3]);

        void Row(string name, double time) => Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {1000 * time:N1} | {time / seconds[2]:0.000} | {megapixels / time:N1} |"));
    }

    private Plane Decode() => new ImageDecoder(_pool, new ImageDecoderOptions()).DecodePlane(_file);

    private Task<IReadOnlyList<Particle>> FindAsync(TileBatcher batcher, Plane plane, double pixelNm) =>
        new ParticleDetector(batcher, model.Card, _pool, new ParticleDetectorOptions()).DetectAsync(plane, pixelNm);

    private static double Median(List<double> values)
    {
        values.Sort();
        return (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
    }
}
