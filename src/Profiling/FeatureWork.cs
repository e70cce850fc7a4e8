namespace HcsGrid.Profiling;

/// <summary>
/// Work on one feature of a table, with a buffer that no other thread uses meanwhile.
/// </summary>
internal delegate void FeatureWork(int featureIndex, double[] buffer);
