using System.Diagnostics;
using System.Globalization;
using HcsGrid.Inference;

namespace HcsGrid.Benchmarks;

/// <summary>
/// Tiles a second of several models, each on all cores through its card's batches, and their ratio to the last of
/// them.
/// </summary>
/// <remarks>
/// One round runs every model once, about a second each; rates and ratios are medians over the rounds, ratios are taken
/// within a round, because the machine may be shared. The first round warms up and does not count.
/// </remarks>
internal sealed class CropsBenchmark(IReadOnlyList<OnnxModel> models)
{
    private static readonly TimeSpan RoundTime = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(IReadOnlyList<string> names, int rounds)
    {
        var models = new List<OnnxModel>();
        try
        {
            foreach (var name in names)
                models.Add(OnnxModel.Load(ModelCatalog.Default.Find(name), new OnnxModelOptions()));
            await new CropsBenchmark(models).MeasureAsync(rounds);
        }
        finally
        {
            models.ForEach(model => model.Dispose());
        }
    }

    private async Task MeasureAsync(int rounds)
    {
        var rates = models.Select(_ => new List<double>()).ToArray();
        for (var round = 0; round <= rounds; round++)
        {
            for (var i = 0; i < models.Count; i++)
            {
                var rate = await TilesPerSecondAsync(models[i]);
                if (round > 0)
                    rates[i].Add(rate);
            }

            await Console.Error.WriteLineAsync($"round {round} of {rounds}");
        }

        var cores = Environment.ProcessorCount;
        Console.WriteLine($"| model | tile | batch | tiles/s on {cores} cores: median | best | times the last |");
        Console.WriteLine("|---|---|---|---|---|---|");
        for (var i = 0; i < models.Count; i++)
        {
            var card = models[i].Card;
            var ratios = rates[i].Zip(rates[^1], (a, b) => a / b);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {card.Name} | {card.Input.WidthPixels} × {card.Input.HeightPixels} | {card.BatchSize} | " +
                $"{Median(rates[i]):N0} | {rates[i].Max():N0} | {Median(ratios):0.00} |"));
        }
    }

    /// <summary>The rate of one runner a core over the round's time.</summary>
    private static async Task<double> TilesPerSecondAsync(OnnxModel model)
    {
        var start = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(core =>
            Task.Factory.StartNew(
                () => RunUntilOver(model, core, start), CancellationToken.None, TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));
        return counts.Sum() / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static long RunUntilOver(OnnxModel model, int core, long start)
    {
        using var runner = model.CreateRunner();
        var random = new Random(core);
        foreach (ref var value in runner.Input)
            value = random.NextSingle();
        var count = 0L;
        do
        {
            runner.Run();
            count += model.Card.BatchSize;
        }
        while (Stopwatch.GetElapsedTime(start) < RoundTime);
        return count;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
