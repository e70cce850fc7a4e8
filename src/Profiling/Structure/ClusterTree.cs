namespace HcsGrid.Profiling.Structure;

/// <summary>
/// The tree that a hierarchical clustering gives: merges by height, the order of its leaves, and its cuts.
/// </summary>
/// <remarks>
/// In scipy's form: leaves are the clusters 0 to n − 1, merge k makes the cluster n + k, the left of two clusters has
/// the smaller number, heights do not fall.
/// </remarks>
public sealed class ClusterTree
{
    private readonly ClusterMerge[] _merges;

    internal ClusterTree(int leafCount, ClusterMerge[] merges)
    {
        LeafCount = leafCount;
        _merges = merges;
    }

    /// <summary>The number of leaves, one a row.</summary>
    public int LeafCount { get; }

    /// <summary>The merges, lowest first; one fewer than leaves.</summary>
    public IReadOnlyList<ClusterMerge> Merges => _merges;

    /// <summary>The leaves from left to right, each merge's left cluster before its right one (scipy's
    /// <c>leaves_list</c>).</summary>
    public int[] LeafOrder()
    {
        var order = new int[LeafCount];
        if (_merges.Length == 0)
            return order;
        // Where the leaves of each cluster begin, from the root down.
        var starts = new int[LeafCount + _merges.Length];
        for (var k = _merges.Length - 1; k >= 0; k--)
        {
            var merge = _merges[k];
            starts[merge.Left] = starts[LeafCount + k];
            starts[merge.Right] = starts[merge.Left] + CountOf(merge.Left);
        }

        for (var leaf = 0; leaf < LeafCount; leaf++)
            order[starts[leaf]] = leaf;
        return order;
    }

    /// <summary>
    /// The cluster of each leaf when all merges up to a height are made (<c>fcluster</c> with
    /// <c>criterion="distance"</c>), numbered as <see cref="ClusterNumbers"/> says.
    /// </summary>
    public int[] CutAt(double height)
    {
        if (double.IsNaN(height))
            throw new ArgumentException("The height to cut at is no number.", nameof(height));
        return CutAfter(_merges.TakeWhile(merge => merge.Height <= height).Count());
    }

    /// <summary>
    /// The cluster of each leaf when as many clusters are left as asked for: the last merges are undone, of equal
    /// heights also (R's <c>cutree</c>). More clusters than leaves give one a leaf.
    /// </summary>
    public int[] CutInto(int clusterCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(clusterCount, 1);
        return CutAfter(Math.Max(0, LeafCount - clusterCount));
    }

    internal int CountOf(int cluster) => cluster < LeafCount ? 1 : _merges[cluster - LeafCount].Count;

    private int[] CutAfter(int mergeCount)
    {
        var clusterOf = Enumerable.Range(0, LeafCount + _merges.Length).ToArray();
        for (var k = mergeCount - 1; k >= 0; k--)
            clusterOf[_merges[k].Left] = clusterOf[_merges[k].Right] = clusterOf[LeafCount + k];
        return ClusterNumbers.LargestFirst(clusterOf.AsSpan(0, LeafCount));
    }
}
