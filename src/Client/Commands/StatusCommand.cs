using System.CommandLine;

namespace HcsGrid.Client.Commands;

/// <summary>
/// <c>hcsgrid status [ID]</c>: tells of a job on a server, or of all.
/// </summary>
internal static class StatusCommand
{
    public static Command Make()
    {
        var id = new Argument<string?>("id")
        {
            Description = "The job's id (default: all jobs).",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var server = ServerOptions.Server();
        var json = CommonOptions.Json();
        var command = new Command("status", "Tell how far a job on a server is, or list them all.")
        {
            id, server, json,
        };
        command.SetAction((parsed, cancellationToken) => TellAsync(
            parsed.GetValue(id), parsed.GetRequiredValue(server), new Output(parsed.GetValue(json)),
            cancellationToken));
        return command;
    }

    private static async Task<int> TellAsync(
        string? id, string url, Output words, CancellationToken cancellationToken)
    {
        using var server = new RunServer(url);
        if (id is null)
            StatusTable.Write(words, await server.ListAsync(cancellationToken).ConfigureAwait(false));
        else
            StatusTable.Write(words, await server.FindAsync(id, cancellationToken).ConfigureAwait(false));
        return ExitCode.Done;
    }
}
