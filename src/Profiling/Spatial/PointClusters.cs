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
        var sets = new DisjointSets(all.Length);
        new PointGrid(all, Math.Max(distance, 1e-9)).ForEachPair(distance, (i, j, _) => sets.Join(i, j));
        var numbers = new int[all.Length];
        var count = 0;
        for (var i = 0; i < numbers.Length; i++)
        {
            var first = sets.FirstOf(i);
            numbers[i] = first == i ? count++ : numbers[first];
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
}
