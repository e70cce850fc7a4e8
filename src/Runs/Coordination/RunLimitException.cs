namespace HcsGrid.Runs.Coordination;

/// <summary>
/// Says that no further job is taken just now: the message names the limit and the setting that raises it.
/// </summary>
public sealed class RunLimitException(string message) : Exception(message);
