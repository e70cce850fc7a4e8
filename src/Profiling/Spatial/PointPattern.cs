namespace HcsGrid.Profiling.Spatial;

/// <summary>
/// What is compared of a point pattern and of each random placement.
/// </summary>
/// <param name="NearestMean">The mean distance to the nearest other point, in pixels.</param>
/// <param name="L">Ripley's L at the options' radii, in pixels.</param>
/// <param name="ClusterCount">Clusters of at least the smallest size.</param>
/// <param name="LargestCluster">Points of the largest cluster.</param>
/// <param name="ClusteredShare">The share of points in clusters of at least the smallest size.</param>
internal sealed record PointPattern(
    double NearestMean, double[] L, double ClusterCount, double LargestCluster, double ClusteredShare)
{
    /// <summary>Measures two or more points.</summary>
    public static PointPattern Of(IReadOnlyList<PointPosition> points, RipleyK ripley, SpatialOptions options)
    {
        var sizes = PointClusters.SizesOf(PointClusters.Of(points, options.ClusterDistance));
        var clusters = Array.FindAll(sizes, s => s >= options.SmallestCluster);
        return new PointPattern(
            NearestDistances.Within(points).Average(), ripley.LOf(points), clusters.Length, sizes.Max(),
            clusters.Sum() / (double)points.Count);
    }
}
