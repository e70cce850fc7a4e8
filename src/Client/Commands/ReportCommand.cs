using System.CommandLine;
using HcsGrid.Runs;

namespace HcsGrid.Client.Commands;

/// <summary>
/// <c>hcsgrid report RUN</c>: draws a run's report again from its folder, without any image.
/// </summary>
internal static class ReportCommand
{
    public static Command Make()
    {
        var run = new Argument<string>("run") { Description = "The run folder, or its azure: URL." };
        var json = CommonOptions.Json();
        var command = new Command("report", "Draw a run's report again from its folder.") { run, json };
        command.SetAction((parsed, cancellationToken) => DrawAsync(
            parsed.GetRequiredValue(run), new Output(parsed.GetValue(json)), cancellationToken));
        return command;
    }

    private static async Task<int> DrawAsync(string run, Output output, CancellationToken cancellationToken)
    {
        // What is no run is told before anything is written.
        await new RunFolder(StoreFolder.OpenToRead(run)).ReadJobAsync(cancellationToken).ConfigureAwait(false);
        var folder = new RunFolder(
            await StoreFolder.OpenToWriteAsync(run, create: false, cancellationToken).ConfigureAwait(false));
        await new ReportBuilder(folder).WriteAsync(cancellationToken).ConfigureAwait(false);
        var path = StoreFolder.Below(run, RunFolder.ReportKey);
        if (output.IsJson)
            Output.WriteJson(new { Report = path });
        else
            Output.WriteLine(path);
        return ExitCode.Done;
    }
}
