using System.CommandLine;
using HcsGrid.Runs.Coordination;

namespace HcsGrid.Client.Commands;

/// <summary>
/// <c>hcsgrid pause ID</c>: pauses a job on a server.
/// </summary>
internal static class PauseCommand
{
    public static Command Make() => JobChange.Make(
        "pause", "Pause a job: what is done is kept, and resume goes on.", RunChange.Pause);
}
