using System.CommandLine;
using HcsGrid.Runs.Coordination;

namespace HcsGrid.Client.Commands;

/// <summary>
/// <c>hcsgrid cancel ID</c>: cancels a job on a server.
/// </summary>
internal static class CancelCommand
{
    public static Command Make() => JobChange.Make(
        "cancel", "Call a job off. What is done is kept.", RunChange.Cancel);
}
