using HcsGrid.Plates;
using HcsGrid.Runs;

namespace HcsGrid.Grains;

internal sealed partial class JobGrain
{
    [LoggerMessage(LogLevel.Warning, "Job {Job}: {Step} {Plate} {Well} is to be tried again: {Reason}")]
    private static partial void LogLost(
        ILogger logger, string job, ScreenStepKind step, PlateId plate, WellAddress well, string reason);

    [LoggerMessage(LogLevel.Warning, "Job {Job} could not go on just now and tries again")]
    private static partial void LogTickFailed(ILogger logger, string job, Exception error);
}
