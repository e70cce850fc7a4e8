namespace HcsGrid.Profiling.Structure;

/// <summary>
/// Builds a tree of clusters from the distances of rows, nearest first.
/// </summary>
/// <remarks>
/// <para>The nearest-neighbour chain (Murtagh 1983, in the form of Müllner 2011): quadratic in time, with one working
/// copy of the distances. Distances of clusters follow Lance and Williams; each is the formula of
/// <c>scipy.cluster.hierarchy.linkage</c> 1.10 in its order of operations, as is the order of equal distances (the
/// chain takes the lowest row, merges of equal height keep the order in which the chain found them), so that the result
/// is scipy's also with ties.</para>
/// <para><see cref="LinkageMethod.Ward"/> is the variance criterion for Euclidean distances; on cosine or correlation
/// distances it is the same recurrence applied to them, as scipy does on given distances.</para>
/// <para>No rows give a tree without leaves, one row a tree without merges. Rows that are alike merge at height 0
/// (under the cosine, at the rounding of 1).</para>
/// </remarks>
public static class HierarchicalClustering
{
    /// <summary>The tree of a method.</summary>
    public static ClusterTree Link(PairDistances distances, LinkageMethod method)
    {
        if (!Enum.IsDefined(method))
            throw new ArgumentOutOfRangeException(nameof(method), method, "There is no such linkage.");
        var count = distances.Count;
        return count < 2
            ? new ClusterTree(count, [])
            : new ClusterTree(count, Number(Chain(distances.Values.ToArray(), count, method), count));
    }

    /// <summary>The merges in the order found; clusters are named by their highest leaf's place.</summary>
    private static ClusterMerge[] Chain(double[] distances, int count, LinkageMethod method)
    {
        var sizes = new int[count];
        Array.Fill(sizes, 1);
        var merges = new ClusterMerge[count - 1];
        var chain = new int[count];
        var (length, firstAlive) = (0, 0);
        for (var k = 0; k < merges.Length; k++)
        {
            if (length == 0)
            {
                while (sizes[firstAlive] == 0)
                    firstAlive++;
                chain[length++] = firstAlive;
            }

            int x, y;
            double nearest;
            while (true)
            {
                x = chain[length - 1];
                y = length > 1 ? chain[length - 2] : -1;
                nearest = y >= 0 ? At(distances, count, x, y) : double.PositiveInfinity;
                FindNearer(distances, sizes, x, ref y, ref nearest);
                if (length > 1 && y == chain[length - 2])
                    break;
                chain[length++] = y;
            }

            length -= 2;
            if (x > y)
                (x, y) = (y, x);
            merges[k] = new ClusterMerge(x, y, nearest, sizes[x] + sizes[y]);
            Merge(distances, sizes, method, merges[k]);
        }

        return merges;
    }

    private static void FindNearer(double[] distances, int[] sizes, int x, ref int nearest, ref double distance)
    {
        var count = sizes.Length;
        // Rows before x: their distance lies in their own run, one shorter each time.
        var at = x - 1;
        for (var i = 0; i < x; i++)
        {
            if (sizes[i] != 0 && distances[at] < distance)
                (nearest, distance) = (i, distances[at]);
            at += count - i - 2;
        }

        var offset = PairDistances.Offset(x, count);
        for (var i = x + 1; i < count; i++)
        {
            if (distances[offset + i] < distance && sizes[i] != 0)
                (nearest, distance) = (i, distances[offset + i]);
        }
    }

    /// <summary>Gives y the distances of the merged cluster and takes x away.</summary>
    private static void Merge(double[] distances, int[] sizes, LinkageMethod method, ClusterMerge merge)
    {
        var (x, y, height) = (merge.Left, merge.Right, merge.Height);
        var (nx, ny) = (sizes[x], sizes[y]);
        sizes[x] = 0;
        sizes[y] = nx + ny;
        for (var i = 0; i < sizes.Length; i++)
        {
            if (sizes[i] == 0 || i == y)
                continue;
            ref var toY = ref At(distances, sizes.Length, i, y);
            var toX = At(distances, sizes.Length, i, x);
            toY = method switch
            {
                LinkageMethod.Average => ((nx * toX) + (ny * toY)) / (nx + ny),
                LinkageMethod.Complete => Math.Max(toX, toY),
                _ => Ward(toX, toY, height, nx, ny, sizes[i]),
            };
        }
    }

    private static double Ward(double toX, double toY, double between, int nx, int ny, int ni)
    {
        var t = 1.0 / (nx + ny + ni);
        return Math.Sqrt(
            ((ni + nx) * t * toX * toX) + ((ni + ny) * t * toY * toY) - (ni * t * between * between));
    }

    private static ref double At(double[] distances, int count, int i, int j) =>
        ref distances[i < j ? PairDistances.Offset(i, count) + j : PairDistances.Offset(j, count) + i];

    /// <summary>Orders the merges by height and names clusters as scipy does.</summary>
    private static ClusterMerge[] Number(ClusterMerge[] found, int count)
    {
        var parents = new int[(2 * count) - 1];
        Array.Fill(parents, -1);
        var sizes = new int[parents.Length];
        Array.Fill(sizes, 1, 0, count);
        var merges = new ClusterMerge[found.Length];
        var next = 0;
        foreach (var merge in found.OrderBy(m => m.Height))
        {
            var (a, b) = (Root(parents, merge.Left), Root(parents, merge.Right));
            var made = count + next;
            parents[a] = parents[b] = made;
            sizes[made] = sizes[a] + sizes[b];
            merges[next++] = new ClusterMerge(Math.Min(a, b), Math.Max(a, b), merge.Height, sizes[made]);
        }

        return merges;
    }

    private static int Root(int[] parents, int cluster)
    {
        var root = cluster;
        while (parents[root] >= 0)
            root = parents[root];
        while (parents[cluster] >= 0)
            (cluster, parents[cluster]) = (parents[cluster], root);
        return root;
    }
}
