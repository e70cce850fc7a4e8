using System.CommandLine;
using HcsGrid.Runs.Coordination;

namespace HcsGrid.Client.Commands;

/// <summary>
/// <c>hcsgrid resume ID</c>: resumes a job on a server.
/// </summary>
internal static class ResumeCommand
{
    public static Command Make() => JobChange.Make(
        "resume", "Let a paused, cancelled or failed job go on where it was.", RunChange.Resume);
}
