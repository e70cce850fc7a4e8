using System.CommandLine;
using HcsGrid.Inference;
using HcsGrid.Runs.Jobs;
using HcsGrid.Storage;

namespace HcsGrid.Client.Commands;

/// <summary>
/// What all demonstrations share: images are simulated into a folder and a job on them is run.
/// </summary>
internal static class DemoRun
{
    /// <summary>Writes images into a store.</summary>
    public delegate Task Simulation(IBlobStore store, Output words, CancellationToken cancellationToken);

    /// <summary>Makes a command.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="folder">Where images and run go below <c>runs</c>, if nothing else is said.</param>
    /// <param name="what">What another seed makes.</param>
    /// <param name="description">What the command does.</param>
    /// <param name="make">What is simulated for a seed, and the job on it.</param>
    public static Command Make(
        string name, string folder, string what, string description,
        Func<ulong, (Simulation Simulate, ScreenJob Job)> make)
    {
        var output = new Option<string>("--out")
        {
            Description = "Where images and run go.",
            DefaultValueFactory = _ => Path.Combine("runs", folder),
        };
        var seed = new Option<ulong>("--seed")
        {
            Description = $"Another seed, {what}.",
            DefaultValueFactory = _ => 1,
        };
        var workers = CommonOptions.Workers();
        var json = CommonOptions.Json();
        var command = new Command(name, description) { output, seed, workers, json };
        command.SetAction((parsed, cancellationToken) =>
        {
            var (simulate, job) = make(parsed.GetValue(seed));
            return RunAsync(
                Path.Combine(parsed.GetRequiredValue(output), $"seed{parsed.GetValue(seed)}"), simulate, job,
                parsed.GetValue(workers), new Output(parsed.GetValue(json)), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        string folder, Simulation simulate, ScreenJob job, int workers, Output words,
        CancellationToken cancellationToken)
    {
        var images = Path.Combine(folder, "images");
        var store = await StoreFolder.OpenToWriteAsync(images, create: true, cancellationToken).ConfigureAwait(false);
        await simulate(store, words, cancellationToken).ConfigureAwait(false);
        return await ScreenRunner
            .RunAsync(job, images, Path.Combine(folder, "run"), workers, InferenceDevice.Cpu, words, cancellationToken)
            .ConfigureAwait(false);
    }
}
