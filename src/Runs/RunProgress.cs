namespace HcsGrid.Runs;

/// <summary>
/// How far a run is.
/// </summary>
/// <param name="Stage">What is being done, for people.</param>
/// <param name="WellCount">Wells of the run.</param>
/// <param name="DoneCount">Wells with a result, those of earlier starts too.</param>
/// <param name="FailedCount">Wells that cannot be done.</param>
/// <param name="TileCount">Tiles embedded since this start; null where nobody counts them.</param>
public sealed record RunProgress(string Stage, int WellCount, int DoneCount, int FailedCount, long? TileCount)
{
    public int PlateCount { get; init; }

    /// <summary>Plates whose tables are in the store.</summary>
    public int FinishedPlateCount { get; init; }

    /// <summary>Wells that are in work.</summary>
    public int RunningCount { get; init; }
}
