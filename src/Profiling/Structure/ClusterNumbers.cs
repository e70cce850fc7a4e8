namespace HcsGrid.Profiling.Structure;

/// <summary>
/// Numbers clusters from 1: the largest first, of equally large ones that with the first member.
/// </summary>
/// <remarks>The same grouping thus has the same numbers, however its clusters were named before.</remarks>
public static class ClusterNumbers
{
    /// <summary>The number of each member's cluster, from any names of clusters.</summary>
    public static int[] LargestFirst(ReadOnlySpan<int> clusters)
    {
        var (indexOf, counts) = (new Dictionary<int, int>(), new List<int>());
        var indices = new int[clusters.Length];
        for (var i = 0; i < clusters.Length; i++)
        {
            if (!indexOf.TryGetValue(clusters[i], out indices[i]))
            {
                indexOf[clusters[i]] = indices[i] = counts.Count;
                counts.Add(0);
            }

            counts[indices[i]]++;
        }

        var numbers = new int[counts.Count];
        var next = 1;
        foreach (var index in Enumerable.Range(0, counts.Count).OrderByDescending(i => counts[i]))
            numbers[index] = next++;
        return Array.ConvertAll(indices, i => numbers[i]);
    }
}
