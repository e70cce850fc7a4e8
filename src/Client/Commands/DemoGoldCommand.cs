using System.CommandLine;
using HcsGrid.Inference;
using HcsGrid.Runs.Jobs;
using HcsGrid.Simulation;
using Spectre.Console;

namespace HcsGrid.Client.Commands;

/// <summary>
/// <c>hcsgrid demo gold</c>: simulates some immunogold micrographs, finds their particles as a job, and draws the
/// report.
/// </summary>
internal static class DemoGoldCommand
{
    public static Command Make()
    {
        var output = new Option<string>("--out")
        {
            Description = "Where images and run go.",
            DefaultValueFactory = _ => Path.Combine("runs", "demo-gold"),
        };
        var seed = new Option<ulong>("--seed")
        {
            Description = "Another seed, other micrographs.",
            DefaultValueFactory = _ => 1,
        };
        var workers = CommonOptions.Workers();
        var json = CommonOptions.Json();
        var command = new Command("gold", "Simulate a folder of immunogold micrographs, run it, draw its report.")
        {
            output, seed, workers, json,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetRequiredValue(output), parsed.GetValue(seed), parsed.GetValue(workers),
            new Output(parsed.GetValue(json)), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        string folder, ulong seed, int workers, Output words, CancellationToken cancellationToken)
    {
        var images = Path.Combine(folder, $"seed{seed}", "images");
        var run = Path.Combine(folder, $"seed{seed}", "run");
        var made = new SimulatedMicrographs(new SimulatedMicrographOptions { Seed = seed });
        var store = await StoreFolder.OpenToWriteAsync(images, create: true, cancellationToken).ConfigureAwait(false);
        words.Messages.WriteLine($"Simulating {made.Options.Count} micrographs into {store.Location}");
        await made.WriteAsync(store, cancellationToken).ConfigureAwait(false);
        var outcome = await ScreenRunner
            .RunAsync(JobOf(made), images, run, workers, InferenceDevice.Cpu, words, cancellationToken)
            .ConfigureAwait(false);
        if (words.IsJson)
            Output.WriteJson(RunDocument.Of(outcome));
        else
            RunTable.Write(words, outcome, run);
        return outcome.Summary.Problems.Count > 0 ? ExitCode.DoneWithProblems : ExitCode.Done;
    }

    private static ScreenJob JobOf(SimulatedMicrographs made) => new()
    {
        Name = "demo-gold",
        Title = $"Simulated micrographs with gold, seed {made.Options.Seed}",
        Images = new ImageSource { Pattern = "{image}.png" },
        Channels = [new ChannelSource { Name = "EM" }],
        Model = "gold-v1",
        Detection = new DetectionOptions { PixelSizes = "pixel_sizes.csv" },
        Normalization = new NormalizationOptions { Samples = ReferenceSamples.All },
    };
}
