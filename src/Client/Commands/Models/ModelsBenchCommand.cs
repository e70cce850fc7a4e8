using System.CommandLine;
using System.Globalization;
using HcsGrid.Inference;
using HcsGrid.Inference.Measuring;
using HcsGrid.Plates;
using Spectre.Console;

namespace HcsGrid.Client.Commands.Models;

/// <summary>
/// <c>hcsgrid models bench [MODEL…]</c>: how many tiles a second models take on this machine.
/// </summary>
internal static class ModelsBenchCommand
{
    public static Command Make()
    {
        var models = ModelsCommand.Models();
        var batches = new Option<string?>("--batch")
        {
            Description = "Batch sizes such as 1,16,64 (default: the card's, and others that are not too large).",
        };
        var threads = new Option<int>("--threads")
        {
            Description = "Threads that run the model side by side (default: the cores).",
            DefaultValueFactory = _ => Environment.ProcessorCount,
        };
        var seconds = new Option<double>("--seconds")
        {
            Description = "How long each batch size is run.",
            DefaultValueFactory = _ => 2,
        };
        var device = CommonOptions.Device();
        var json = CommonOptions.Json();
        var command = new Command("bench", "Measure how many tiles a second models take.")
        {
            models, batches, threads, seconds, device, json,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(models) ?? [], BatchSizesOf(parsed.GetValue(batches)),
            OptionsOf(parsed.GetValue(threads), parsed.GetValue(seconds)), parsed.GetValue(device),
            new Output(parsed.GetValue(json)), cancellationToken));
        return command;
    }

    private static ModelBenchOptions OptionsOf(int threads, double seconds)
    {
        if (threads is < 1 or > 256)
            throw new ScreenDataException($"--threads is {threads}, expected 1 to 256", Place.Unknown);
        if (seconds is not (>= 0 and <= 600))
            throw new ScreenDataException($"--seconds is {seconds}, expected 0 to 600", Place.Unknown);
        return new ModelBenchOptions { RunnerCount = threads, Duration = TimeSpan.FromSeconds(seconds) };
    }

    private static int[]? BatchSizesOf(string? text) => text?.Split(',').Select(part =>
        int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var size) &&
        size is > 0 and <= ModelCard.MaxBatchSize
            ? size
            : throw new ScreenDataException(
                $"--batch has '{part}', expected numbers from 1 to {ModelCard.MaxBatchSize}", Place.Unknown)).ToArray();

    private static async Task<int> RunAsync(
        string[] named, int[]? batchSizes, ModelBenchOptions options, InferenceDevice device, Output output,
        CancellationToken cancellationToken)
    {
        CudaProvider.Require(device);
        var problems = new ModelProblems(named);
        var documents = new List<object>();
        foreach (var name in ModelsCommand.Chosen(named))
        {
            if (problems.Try(name, () => ModelCatalog.Default.Find(name)) is not { } folder ||
                problems.Try(name, () => new ModelBench(
                    folder, new OnnxModelOptions { Device = device }, options, TimeProvider.System)) is not { } bench)
            {
                continue;
            }

            var speeds = new List<ModelSpeed>();
            foreach (var size in batchSizes ?? bench.UsualBatchSizes)
            {
                output.Messages.WriteLine($"{folder.Card.Name}: {Amount.Of(size, "tile")} at once");
                var speed = await problems.TryAsync(name, () => bench.MeasureAsync(size, cancellationToken))
                    .ConfigureAwait(false);
                if (speed is not null)
                    speeds.Add(speed);
            }

            if (speeds.Count == 0)
                continue;
            documents.Add(new
            {
                Model = folder.Card.Name,
                Device = device,
                Threads = options.RunnerCount,
                Unit = UnitOf(folder.Card),
                CardBatchSize = folder.Card.BatchSize,
                Batches = speeds.Select(s => new
                {
                    s.BatchSize,
                    s.TileCount,
                    s.Seconds,
                    s.TilesPerSecond,
                    s.MegapixelsPerSecond,
                    s.ScalingShare,
                    ModelShare = 1 - s.ScalingShare,
                }),
            });
            if (!output.IsJson)
                output.People.Write(TableOf(folder.Card, speeds, device, options));
        }

        var code = problems.Tell(documents.Count);
        if (output.IsJson)
            Output.WriteJson(documents);
        return code;
    }

    private static string UnitOf(ModelCard card) => card.Input.Channels.EachAlone ? "channel-crops" : "tiles";

    private static Table TableOf(
        ModelCard card, List<ModelSpeed> speeds, InferenceDevice device, ModelBenchOptions options)
    {
        var table = new Table().Border(TableBorder.Rounded)
            .Title($"{Markup.Escape(card.Name)} on {device.ToString().ToLowerInvariant()}, threads: " +
                $"{options.RunnerCount}")
            .AddColumns("At once", $"{UnitOf(card)}/s", "Megapixels/s", "Scaling", "Model");
        foreach (var speed in speeds)
        {
            table.AddRow(
                $"{speed.BatchSize}{(speed.BatchSize == card.BatchSize ? " (card)" : "")}",
                speed.TilesPerSecond.ToString("N1", CultureInfo.InvariantCulture),
                speed.MegapixelsPerSecond.ToString("N2", CultureInfo.InvariantCulture),
                speed.ScalingShare.ToString("P0", CultureInfo.InvariantCulture),
                (1 - speed.ScalingShare).ToString("P0", CultureInfo.InvariantCulture));
        }

        return table;
    }
}
