namespace HcsGrid.Grains;

internal sealed partial class SiloRuns
{
    [LoggerMessage(LogLevel.Debug, "Well {Well} begins")]
    private static partial void LogBegins(ILogger logger, WellKey well);

    [LoggerMessage(LogLevel.Debug, "Well {Well} ended: {Outcome}")]
    private static partial void LogEnded(ILogger logger, WellKey well, string outcome);
}
