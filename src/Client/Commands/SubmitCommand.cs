using System.CommandLine;
using HcsGrid.Runs.Coordination;
using HcsGrid.Runs.Jobs;

namespace HcsGrid.Client.Commands;

/// <summary>
/// <c>hcsgrid submit JOB.json</c>: hands a job to a server.
/// </summary>
internal static class SubmitCommand
{
    public static Command Make()
    {
        var job = new Argument<string>("job") { Description = "The job description, a JSON file." };
        var server = ServerOptions.Server();
        var images = new Option<string?>("--images")
        {
            Description = "The images' store as the server sees it, instead of the job's.",
        };
        var id = new Option<string?>("--id")
        {
            Description = "The job's id (default: its name and the time). With an id, submitting again does no harm.",
        };
        var priority = new Option<int>("--priority")
        {
            Description = "1 (least) to 9 (most urgent).",
            DefaultValueFactory = _ => JobRecord.DefaultPriority,
        };
        var watch = new Option<bool>("--watch") { Description = "Watch the job until it has ended." };
        var json = CommonOptions.Json();
        var command = new Command("submit", "Submit a job to a server.")
        {
            job, server, images, id, priority, watch, json,
        };
        command.SetAction((parsed, cancellationToken) => SubmitAsync(
            Read(parsed.GetRequiredValue(job), parsed.GetValue(images), parsed.GetValue(id), parsed.GetValue(priority)),
            parsed.GetRequiredValue(server), parsed.GetValue(watch), new Output(parsed.GetValue(json)),
            cancellationToken));
        return command;
    }

    private static RunSubmission Read(string path, string? images, string? id, int priority)
    {
        var job = JobFile.Read(path);
        if (images is not null)
            job = job with { Images = job.Images with { Store = images } };
        return new RunSubmission(job, id, priority);
    }

    private static async Task<int> SubmitAsync(
        RunSubmission submission, string url, bool watch, Output words, CancellationToken cancellationToken)
    {
        using var server = new RunServer(url);
        var status = await server.SubmitAsync(submission, cancellationToken).ConfigureAwait(false);
        if (!watch)
        {
            StatusTable.Write(words, status);
            return ExitCode.Done;
        }

        await Console.Error.WriteLineAsync($"Submitted as {status.Id}").ConfigureAwait(false);
        return await WatchCommand.WatchAsync(server, status.Id, words, cancellationToken).ConfigureAwait(false);
    }
}
