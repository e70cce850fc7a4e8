namespace HcsGrid.Profiling.Structure;

/// <summary>
/// Takes the distances of one row to a run of others.
/// </summary>
internal delegate void DistanceRun(int index, int first, ReadOnlySpan<double> distances);
