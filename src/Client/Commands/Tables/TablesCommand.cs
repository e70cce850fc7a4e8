using System.CommandLine;

namespace HcsGrid.Client.Commands.Tables;

/// <summary>
/// <c>hcsgrid tables …</c>: work on tables of profiles, wherever they come from, without any image run.
/// </summary>
internal static class TablesCommand
{
    public static Command Make() => new("tables", "Work on tables of profiles, from any program.")
    {
        TablesShowCommand.Make(),
        TablesConvertCommand.Make(),
        TablesJoinCommand.Make(),
        TablesNormalizeCommand.Make(),
        TablesPositionCommand.Make(),
        TablesSelectCommand.Make(),
        TablesAggregateCommand.Make(),
        TablesConsensusCommand.Make(),
        TablesTransformCommand.Make(),
    };
}
