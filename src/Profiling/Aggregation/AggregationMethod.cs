namespace HcsGrid.Profiling.Aggregation;

/// <summary>
/// How the rows of a group become one.
/// </summary>
public enum AggregationMethod
{
    /// <summary>The median of each feature.</summary>
    Median,

    /// <summary>The arithmetic mean of each feature, summed in the order of the rows.</summary>
    Mean,
}
