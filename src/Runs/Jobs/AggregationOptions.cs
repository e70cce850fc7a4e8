using HcsGrid.Profiling.Aggregation;

namespace HcsGrid.Runs.Jobs;

/// <summary>
/// How sites become wells. Tiles become sites by their mean, wells become treatments by their median.
/// </summary>
public sealed record AggregationOptions
{
    /// <summary>Sites → well. Default: the median.</summary>
    public AggregationMethod Sites { get; init; } = AggregationMethod.Median;

}
