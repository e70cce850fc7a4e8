using System.CommandLine;
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
    public static Command Make() => DemoRun.Make(
        "gold", "demo-gold", "other micrographs",
        "Simulate a folder of immunogold micrographs, run it, draw its report.",
        seed =>
        {
            var made = new SimulatedMicrographs(new SimulatedMicrographOptions { Seed = seed });
            return ((store, words, cancellationToken) =>
            {
                words.Messages.WriteLine($"Simulating {made.Options.Count} micrographs into {store.Location}");
                return made.WriteAsync(store, cancellationToken);
            }, JobOf(made));
        });

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
