namespace HcsGrid.Grains;

internal sealed partial class HostedModel
{
    [LoggerMessage(LogLevel.Information, "The model {Model} is loaded and works")]
    private static partial void LogLoaded(ILogger logger, string model);

    [LoggerMessage(LogLevel.Error, "The model {Model} cannot be used here: {Reason}")]
    private static partial void LogNotLoaded(ILogger logger, string model, string reason);

    [LoggerMessage(LogLevel.Warning, "A run of the model {Model} failed: {Reason}")]
    private static partial void LogFailed(ILogger logger, string model, string reason);
}
