namespace HcsGrid.Runs;

/// <summary>
/// How far a well of a run is.
/// </summary>
public enum WellState
{
    Waiting,
    Running,
    Done,
    Failed,
}
