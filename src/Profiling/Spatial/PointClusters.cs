namespace HcsGrid.Profiling.Spatial;

/// <summary>
/// Groups of points that hang together: two points of a cluster are joined by steps of at most a distance.
/// </summary>
/// <remarks>Single linkage, cut at the distance (Florek and others 1951).</remarks>
public static class PointClusters
{
    /// <summary>The cluster of each point: numbers from 0 in the order of their first points.</summary>
    /// <param name="points">The points.</param>
    /// <param name="distance">The longest step, in pixels.</param>
    public static int[] Of(IReadOnlyList<PointPosition> points, double distance)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(distance);
        PointPosition[] all = [.. points];
        var parents = new int[all.Length];
        for (var i = 0; i < parents.Length; i++)
            parents[i] = i;
        new PointGrid(all, Math.Max(distance, 1e-9)).ForEachPair(distance, (i, j, _) =>
        {
            // The smaller index stays the root, so that a cluster's root is its first point.
            var (first, second) = (RootOf(parents, i), RootOf(parents, j));
            parents[Math.Max(first, second)] = Math.Min(first, second);
        });

        var numbers = new int[all.Length];
        var count = 0;
        for (var i = 0; i < numbers.Length; i++)
        {
            var root = RootOf(parents, i);
            numbers[i] = root == i ? count++ : numbers[root];
        }

        return numbers;
    }

    /// <summary>How many points each cluster has, by its number.</summary>
    public static int[] SizesOf(IReadOnlyList<int> clusters)
    {
        var sizes = new int[clusters.Count == 0 ? 0 : clusters.Max() + 1];
        foreach (var cluster in clusters)
            sizes[cluster]++;
        return sizes;
    }

    private static int RootOf(int[] parents, int point)
    {
        while (parents[point] != point)
            point = parents[point] = parents[parents[point]];
        return point;
    }
}
