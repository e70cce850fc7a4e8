namespace HcsGrid.Runs.Coordination;

/// <summary>
/// Says that nobody answers for jobs just now: of a cluster no silo can be reached. What was taken is safe, and the
/// same call may be made again later.
/// </summary>
public sealed class RunServiceUnavailableException(string message, Exception? innerException = null)
    : Exception(message, innerException);
