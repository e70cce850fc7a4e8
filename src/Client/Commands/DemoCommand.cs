using System.CommandLine;
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
        var command = DemoRun.Make(
            "demo", "demo", "another screen",
            "Simulate a small screen (2 plates × 96 wells × 2 sites × 3 channels), run it, draw its report.",
            seed =>
            {
                var screen = new SimulatedScreen(new SimulatedScreenOptions { Seed = seed });
                return ((store, words, cancellationToken) => SimulateAsync(screen, store, words, cancellationToken),
                    JobOf(screen));
            });
        command.Subcommands.Add(DemoGoldCommand.Make());
        return command;
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
