namespace HcsGrid.Profiling.Spatial;

/// <summary>
/// How points lie in a region, beside as many points placed at random in it.
/// </summary>
public sealed record SpatialResult
{
    public required int PointCount { get; init; }

    /// <summary>The region's area, in pixels.</summary>
    public required long AreaPixels { get; init; }

    /// <summary>The mean distance to the nearest other point, in pixels.</summary>
    public required AgainstRandom NearestDistance { get; init; }

    /// <summary>The distances of <see cref="L"/>, in pixels.</summary>
    public required IReadOnlyList<double> Radii { get; init; }

    /// <summary>Ripley's L at each radius, in pixels: above the radius where points cluster.</summary>
    public required IReadOnlyList<double> L { get; init; }

    /// <summary>The mean of L over the placements.</summary>
    public required IReadOnlyList<double> RandomL { get; init; }

    /// <summary>Below it lie 2.5 % of the placements' L, at each radius alone.</summary>
    public required IReadOnlyList<double> RandomLLow { get; init; }

    /// <summary>Above it lie 2.5 % of the placements' L, at each radius alone.</summary>
    public required IReadOnlyList<double> RandomLHigh { get; init; }

    /// <summary>The share, among pattern and placements, of those whose L departs at least as far from the mean of all
    /// at any radius: one test over all radii.</summary>
    public required double LPValue { get; init; }

    /// <summary>Clusters of at least the smallest size.</summary>
    public required AgainstRandom ClusterCount { get; init; }

    /// <summary>Points of the largest cluster.</summary>
    public required AgainstRandom LargestCluster { get; init; }

    /// <summary>The share of points that are in such clusters.</summary>
    public required AgainstRandom ClusteredShare { get; init; }
}
