using System.CommandLine;

namespace HcsGrid.Client.Commands;

/// <summary>
/// What the commands that talk to a server share.
/// </summary>
internal static class ServerOptions
{
    public static Option<string> Server() => new("--server")
    {
        Description = $"The server's URL. Its API key is taken from {RunServer.KeyVariable}.",
        DefaultValueFactory = _ => "http://127.0.0.1:7410",
    };

    public static Argument<string> Id() => new("id") { Description = "The job's id." };
}
