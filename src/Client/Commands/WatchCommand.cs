using System.CommandLine;

namespace HcsGrid.Client.Commands;

/// <summary>
/// <c>hcsgrid watch ID</c>: shows how far a job on a server is, until it has ended.
/// </summary>
internal static class WatchCommand
{
    public static Command Make()
    {
        var id = ServerOptions.Id();
        var server = ServerOptions.Server();
        var json = CommonOptions.Json();
        var command = new Command("watch", "Watch a job on a server until it has ended; its end is the exit code.")
        {
            id, server, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var reached = new RunServer(parsed.GetRequiredValue(server));
            return await WatchAsync(
                reached, parsed.GetRequiredValue(id), new Output(parsed.GetValue(json)), cancellationToken)
                .ConfigureAwait(false);
        });
        return command;
    }

    /// <summary>Watches a job, and writes how it ended.</summary>
    /// <returns>The exit code that its end is.</returns>
    public static async Task<int> WatchAsync(
        RunServer server, string id, Output words, CancellationToken cancellationToken)
    {
        var watch = new RunWatch(server, TimeProvider.System);
        var last = await RunBar.ShowAsync(words, progress => watch.FollowAsync(id, progress, cancellationToken))
            .ConfigureAwait(false);
        StatusTable.Write(words, last);
        return RunWatch.ExitCodeOf(last);
    }
}
