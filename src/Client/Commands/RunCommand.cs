using System.CommandLine;
using HcsGrid.Inference;
using HcsGrid.Runs.Jobs;

namespace HcsGrid.Client.Commands;

/// <summary>
/// <c>hcsgrid run JOB.json</c>: runs a job in this process, or goes on with it.
/// </summary>
internal static class RunCommand
{
    public static Command Make()
    {
        var job = new Argument<string>("job") { Description = "The job description, a JSON file." };
        var images = new Option<string?>("--images")
        {
            Description = "The images' folder or azure: URL, instead of the job's.",
        };
        var output = new Option<string?>("--out")
        {
            Description = "The run folder or azure: URL (default: runs/<name of the job>).",
        };
        var workers = CommonOptions.Workers();
        var device = CommonOptions.Device();
        var json = CommonOptions.Json();
        var command = new Command("run", "Run a job; started again with the same --out it goes on where it was.")
        {
            job, images, output, workers, device, json,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetRequiredValue(job), parsed.GetValue(images), parsed.GetValue(output), parsed.GetValue(workers),
            parsed.GetValue(device), new Output(parsed.GetValue(json)), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        string jobPath, string? images, string? output, int workers, InferenceDevice device, Output words,
        CancellationToken cancellationToken)
    {
        var job = JobFile.Read(jobPath);
        var store = StoreFolder.ImagesOf(job, jobPath, images);
        var folder = output ?? Path.Combine("runs", job.Name);
        job = job with { Images = job.Images with { Store = store } };
        return await ScreenRunner.RunAsync(job, store, folder, workers, device, words, cancellationToken)
            .ConfigureAwait(false);
    }
}
