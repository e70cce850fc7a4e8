using System.CommandLine;
using HcsGrid.Runs.Coordination;

namespace HcsGrid.Client.Commands;

/// <summary>
/// What <c>hcsgrid pause</c>, <c>resume</c> and <c>cancel</c> share: one change of one job.
/// </summary>
internal static class JobChange
{
    public static Command Make(string name, string description, RunChange change)
    {
        var id = ServerOptions.Id();
        var server = ServerOptions.Server();
        var json = CommonOptions.Json();
        var command = new Command(name, description) { id, server, json };
        command.SetAction((parsed, cancellationToken) => ChangeAsync(
            parsed.GetRequiredValue(id), change, parsed.GetRequiredValue(server), new Output(parsed.GetValue(json)),
            cancellationToken));
        return command;
    }

    private static async Task<int> ChangeAsync(
        string id, RunChange change, string url, Output words, CancellationToken cancellationToken)
    {
        using var server = new RunServer(url);
        StatusTable.Write(words, await server.ChangeAsync(id, change, cancellationToken).ConfigureAwait(false));
        return ExitCode.Done;
    }
}
