using HcsGrid.Profiling;

namespace HcsGrid.Runs.Jobs;

/// <summary>
/// How sites become wells, and wells become compounds. Tiles become sites by their mean.
/// </summary>
public sealed record AggregationOptions
{
    /// <summary>Sites → well. Default: the median.</summary>
    public AggregationMethod Sites { get; init; } = AggregationMethod.Median;

    /// <summary>Wells → compound at a dose. Default: the median.</summary>
    public AggregationMethod Wells { get; init; } = AggregationMethod.Median;
}
