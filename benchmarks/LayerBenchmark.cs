using System.Diagnostics;
using System.Globalization;
using HcsGrid.Imaging;
using HcsGrid.Inference;
using HcsGrid.Runs;
using HcsGrid.Runs.Jobs;
using HcsGrid.Storage;

namespace HcsGrid.Benchmarks;

/// <summary>
/// The layers of a run over the same images, the physical ceiling on top: copy, read, decode, tile, a free model, the
/// real model alone, end to end.
/// </summary>
/// <remarks>
/// Every layer runs on all cores and is told in model tiles per second, so that a slow whole names its layer. One round
/// runs every layer once; the ratios are medians over the rounds of ratios taken within a round, because the machine
/// may be shared. The first round warms up and does not count.
/// </remarks>
internal sealed class LayerBenchmark(ScreenJob job, IBlobStore images, ScreenPlan plan, OnnxModel model, int workers)
{
    private readonly ImageDecoder _decoder = new(new PixelPool(new PixelPoolOptions()), new ImageDecoderOptions());

    private readonly List<BlobKey> _keys =
        [.. plan.Plates.SelectMany(p => p.Wells).SelectMany(w => w.Sites).SelectMany(s => s.Keys).OfType<BlobKey>()];

    private readonly IntensityScale _scale = new(0, 255, Clip: false);
    private long _tileCount;
    private long _pixelBytes;

    public static async Task RunAsync(string jobPath, string imagesFolder, int rounds, int workers)
    {
        var job = JobFile.Read(jobPath);
        var store = BlobStores.Open(imagesFolder, new FolderBlobStoreOptions { ReadOnly = true, CreateRoot = false });
        var plan = await ScreenPlan.MakeAsync(job, store, CancellationToken.None);
        using var model = OnnxModel.Load(ModelCatalog.Default.Find(job.Model), new OnnxModelOptions());
        await new LayerBenchmark(job, store, plan, model, workers).MeasureAsync(rounds);
    }

    private async Task MeasureAsync(int rounds)
    {
        await CountAsync();
        (string Name, Func<Task> Work)[] layers =
        [
            ("copy", () => EachCoreAsync(Copy)),
            ("read", () => EachImageAsync((_, _) => { })),
            ("decode", () => EachImageAsync((file, _) => _decoder.DecodePlane(file).Dispose())),
            ("tile", () => EachImageAsync(Cut)),
            ("free model", () => EndToEndAsync(new FreeModel(model.Card))),
            ("real model alone", () => EachCoreAsync(RunModel)),
            ("end to end", () => EndToEndAsync(model)),
        ];
        Console.WriteLine(
            $"{_keys.Count} images, {_pixelBytes / 1e6:N0} MB of pixels, {_tileCount} tiles, " +
            $"{Environment.ProcessorCount} cores, {workers} workers, batches of {model.Card.BatchSize}");
        var rates = layers.Select(_ => new List<double>()).ToArray();
        for (var round = 0; round <= rounds; round++)
        {
            for (var i = 0; i < layers.Length; i++)
            {
                var start = Stopwatch.GetTimestamp();
                await layers[i].Work();
                if (round > 0)
                    rates[i].Add(_tileCount / Stopwatch.GetElapsedTime(start).TotalSeconds);
            }

            Console.Error.WriteLine($"round {round} of {rounds}");
        }

        Print([.. layers.Select(l => l.Name)], rates);
    }

    private static void Print(string[] names, List<double>[] rates)
    {
        Console.WriteLine();
        Console.WriteLine("| layer | tiles/s (median) | of the layer above | of the real model alone |");
        Console.WriteLine("|---|---|---|---|");
        var real = Array.IndexOf(names, "real model alone");
        for (var i = 0; i < names.Length; i++)
        {
            var above = i == 0 ? "" : RatioOf(rates[i], rates[i - 1]);
            var ofReal = RatioOf(rates[i], rates[real]);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {names[i]} | {Median(rates[i]):N0} | {above} | {ofReal} |"));
        }
    }

    private static string RatioOf(List<double> rates, List<double> others) =>
        Median(rates.Zip(others, (a, b) => a / b)).ToString("0.000", CultureInfo.InvariantCulture);

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1
            ? sorted[sorted.Length / 2]
            : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    private async Task CountAsync()
    {
        foreach (var key in _keys)
        {
            using var file = await images.ReadAsync(key, job.Limits.MaxImageBytes);
            var header = _decoder.ReadHeader(file.Bytes);
            _pixelBytes += (long)header.Width * header.Height * header.Type.ByteCount();
            _tileCount += TileGrid.Create(header.Width, header.Height, model.Card.Input.WidthPixels,
                job.Tiles.OverlapPixels).Count;
        }
    }

    /// <summary>The ceiling: the plate's pixels copied from memory to memory, each core its share.</summary>
    private void Copy(int core)
    {
        var share = _pixelBytes / Environment.ProcessorCount;
        var (from, to) = (new byte[1 << 20], new byte[1 << 20]);
        for (var done = 0L; done < share; done += from.Length)
            from.CopyTo(to, 0);
    }

    /// <summary>The model on full batches of the right count, with nothing before or after it.</summary>
    private void RunModel(int core)
    {
        using var runner = model.CreateRunner();
        runner.Input.Fill(0.25f);
        var batches = _tileCount / model.Card.BatchSize;
        var share = (batches / Environment.ProcessorCount) + (core < batches % Environment.ProcessorCount ? 1 : 0);
        for (var i = 0; i < share; i++)
            runner.Run();
    }

    private void Cut(ReadOnlyMemory<byte> file, float[] tile)
    {
        using var plane = _decoder.DecodePlane(file);
        var size = model.Card.Input.WidthPixels;
        foreach (var origin in TileGrid.Create(plane.Width, plane.Height, size, job.Tiles.OverlapPixels).Tiles)
            TileCutter.CutScaled(plane, origin, size, _scale, tile);
    }

    private static Task EachCoreAsync(Action<int> work) =>
        Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(core => Task.Factory.StartNew(
            () => work(core), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

    private async Task EachImageAsync(Action<ReadOnlyMemory<byte>, float[]> work)
    {
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Run(async () =>
        {
            var tile = new float[model.Card.Input.TileLength];
            for (var i = Interlocked.Increment(ref next); i < _keys.Count; i = Interlocked.Increment(ref next))
            {
                using var file = await images.ReadAsync(_keys[i], job.Limits.MaxImageBytes);
                work(file.Bytes, tile);
            }
        })));
    }

    private async Task EndToEndAsync(ITileModel tileModel)
    {
        var folder = Directory.CreateTempSubdirectory("hcsgrid-benchmark");
        try
        {
            var grid = new LocalGrid(new LocalGridOptions { WorkerCount = workers }, TimeProvider.System);
            var outcome = await grid.RunAsync(new RunRequest(job, images, BlobStores.Open(folder.FullName), tileModel));
            if (outcome.Summary.WellsFailed > 0 || outcome.TileCount != _tileCount)
                throw new InvalidOperationException($"The run made {outcome.TileCount} tiles of {_tileCount}.");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
