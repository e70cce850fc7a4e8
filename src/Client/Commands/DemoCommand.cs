using System.CommandLine;
using HcsGrid.Inference;
using HcsGrid.Runs.Jobs;
using HcsGrid.Simulation;
using HcsGrid.Storage;
using Spectre.Console;

namespace HcsGrid.Client.Commands;

/// <summary>
/// <c>hcsgrid demo</c>: simulates a small screen, runs it, and draws its report.
/// </summary>
internal static class DemoCommand
{
    public static Command Make()
    {
        var output = new Option<string>("--out")
        {
            Description = "Where images and run go.",
            DefaultValueFactory = _ => Path.Combine("runs", "demo"),
        };
        var seed = new Option<ulong>("--seed")
        {
            Description = "Another seed, another screen.",
            DefaultValueFactory = _ => 1,
        };
        var workers = CommonOptions.Workers();
        var json = CommonOptions.Json();
        var command = new Command("demo",
            "Simulate a small screen (2 plates × 96 wells × 2 sites × 3 channels), run it, draw its report.")
        {
            output, seed, workers, json, DemoGoldCommand.Make(),
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
        var screen = new SimulatedScreen(new SimulatedScreenOptions { Seed = seed });
        var store = await StoreFolder.OpenToWriteAsync(images, create: true, cancellationToken).ConfigureAwait(false);
        await SimulateAsync(screen, store, words, cancellationToken).ConfigureAwait(false);
        var outcome = await ScreenRunner
            .RunAsync(JobOf(screen), images, run, workers, InferenceDevice.Cpu, words, cancellationToken)
                .ConfigureAwait(false);
        if (words.IsJson)
            Output.WriteJson(RunDocument.Of(outcome));
        else
            RunTable.Write(words, outcome, run);
        return outcome.Summary.Problems.Count > 0 ? ExitCode.DoneWithProblems : ExitCode.Done;
    }

    private static async Task SimulateAsync(
        SimulatedScreen screen, IBlobStore store, Output words, CancellationToken cancellationToken)
    {
        var options = screen.Options;
        var siteCount = options.PlateCount * options.PlateFormat.WellCount * options.SitesPerWell;
        if (words.IsJson || !words.Messages.Profile.Capabilities.Interactive)
        {
            await Console.Error.WriteLineAsync($"Simulating {siteCount} sites into {store.Location}")
                .ConfigureAwait(false);
            await screen.WriteAsync(store, null, 2 * Environment.ProcessorCount, cancellationToken)
                .ConfigureAwait(false);
            return;
        }

        await words.Messages.Progress()
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(),
                new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask("Simulating sites", maxValue: siteCount);
                await screen.WriteAsync(store, new SiteBar(bar), 2 * Environment.ProcessorCount, cancellationToken)
                    .ConfigureAwait(false);
                bar.Value = siteCount;
            }).ConfigureAwait(false);
    }

    private static ScreenJob JobOf(SimulatedScreen screen) => new()
    {
        Name = "demo",
        Title = $"A simulated screen: {screen.Compounds.Count} compounds, seed {screen.Options.Seed}",
        Images = new ImageSource { Pattern = "images/{plate}/{*}_{well}_s{site}_{channel}.tif" },
        Channels =
        [
            new ChannelSource { Name = "DNA", Colour = "#2f7fff" },
            new ChannelSource { Name = "Cyto", Colour = "#ff5a3c" },
            new ChannelSource { Name = "Fibre", Colour = "#2fd06a" },
        ],
        PlateFormat = screen.Options.PlateFormat.WellCount,
        PlateMap = new PlateMapSource
        {
            Barcodes = "barcode_platemap.csv",
            Metadata = "external_metadata.tsv",
            DoseUnit = "mM",
        },
    };

    private sealed class SiteBar(ProgressTask bar) : IProgress<int>
    {
        public void Report(int value) => bar.Value = value;
    }
}
