namespace HcsGrid.Runs.Coordination;

/// <summary>
/// Says that what was asked of a job does not go with what it is: an id that another job has, a change of one that has
/// finished.
/// </summary>
public sealed class RunConflictException(string message) : Exception(message);
