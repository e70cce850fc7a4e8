using System.CommandLine;

namespace HcsGrid.Client.Commands.Detect;

/// <summary>
/// <c>hcsgrid detect …</c>: finds things in single images, without a job.
/// </summary>
internal static class DetectCommand
{
    public static Command Make() => new("detect", "Find particles in images.") { DetectGoldCommand.Make() };
}
