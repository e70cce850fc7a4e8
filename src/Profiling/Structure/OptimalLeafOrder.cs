using System.Numerics;

namespace HcsGrid.Profiling.Structure;

/// <summary>
/// Turns a tree's branches so that neighbouring leaves are as near to each other as the tree allows.
/// </summary>
/// <remarks>
/// <para>The order with the smallest sum of distances of adjacent leaves among all orders of the tree (Bar-Joseph,
/// Gifford and Jaakkola 2001). <c>scipy.cluster.hierarchy.optimal_leaf_ordering</c> means the same sum, but may stop at
/// a larger one (its issue 11227). Where several orders have the least sum, which one is taken is fixed. Of an order
/// and its mirror image, the one whose first leaf is the smaller is given.</para>
/// <para>Cubic time at worst (about n³/4 additions), and 2·n² doubles: <see cref="MaxLeafCount"/> leaves, beyond which
/// the plain order stays.</para>
/// </remarks>
public static class OptimalLeafOrder
{
    /// <summary>The most leaves that are ordered: 4,096, with 256 MiB and about 13 s of one core.</summary>
    public const int MaxLeafCount = 4096;

    /// <summary>The leaves from left to right; the plain order where there are more than
    /// <see cref="MaxLeafCount"/>.</summary>
    public static int[] Of(ClusterTree tree, PairDistances distances)
    {
        if (tree.LeafCount != distances.Count)
        {
            throw new ArgumentException(
                $"The tree has {tree.LeafCount} leaves, the distances are of {distances.Count} rows.",
                nameof(distances));
        }

        var order = tree.LeafOrder();
        return tree.LeafCount is < 3 or > MaxLeafCount ? order : new Ordering(tree, distances, order).Best();
    }

    /// <summary>The sum of the distances of adjacent leaves.</summary>
    public static double AdjacentSum(IReadOnlyList<int> order, PairDistances distances)
    {
        var sum = 0.0;
        for (var i = 1; i < order.Count; i++)
            sum += distances[order[i - 1], order[i]];
        return sum;
    }

    /// <summary>
    /// The least sums of a tree. Leaves are named by their place in the plain order, so that a cluster is a range.
    /// </summary>
    /// <remarks>
    /// <c>_least[i, j]</c> is the least sum of the smallest cluster that holds both i and j, ordered from i to j. With
    /// L the part that holds i and R the part that holds j: least over k, m of least(i, k) + distance(k, m) + least(m,
    /// j), with k at the far end of L and m at the near end of R; first over k, then over m.
    /// </remarks>
    private sealed class Ordering
    {
        private readonly ClusterTree _tree;
        private readonly int[] _leaves;
        private readonly int _count;
        private readonly int[] _starts;
        private readonly double[] _distances;
        private readonly double[] _least;

        public Ordering(ClusterTree tree, PairDistances distances, int[] order)
        {
            (_tree, _leaves, _count) = (tree, order, order.Length);
            _starts = new int[_count + tree.Merges.Count];
            for (var place = 0; place < _count; place++)
                _starts[order[place]] = place;
            for (var k = 0; k < tree.Merges.Count; k++)
                _starts[_count + k] = _starts[tree.Merges[k].Left];
            _distances = new double[_count * _count];
            for (var i = 0; i < _count; i++)
            {
                for (var j = 0; j < _count; j++)
                    _distances[(i * _count) + j] = distances[order[i], order[j]];
            }

            _least = new double[_count * _count];
        }

        public int[] Best()
        {
            for (var k = 0; k < _tree.Merges.Count; k++)
                Combine(_tree.Merges[k]);
            var root = _tree.Merges[^1];
            var (left, right) = (RangeOf(root.Left), RangeOf(root.Right));
            var (first, last, least) = (left.Start, right.Start, double.PositiveInfinity);
            for (var i = left.Start; i < left.End; i++)
            {
                for (var j = right.Start; j < right.End; j++)
                {
                    if (_least[(i * _count) + j] < least)
                        (first, last, least) = (i, j, _least[(i * _count) + j]);
                }
            }

            var places = new int[_count];
            Place(_count + _tree.Merges.Count - 1, first, last, places);
            var best = Array.ConvertAll(places, place => _leaves[place]);
            if (best[0] > best[^1])
                Array.Reverse(best);
            return best;
        }

        private (int Start, int End) RangeOf(int cluster) =>
            (_starts[cluster], _starts[cluster] + _tree.CountOf(cluster));

        /// <summary>The leaves that can stand at the other end of a cluster that begins with a leaf: those of the part
        /// that does not hold it.</summary>
        private (int Start, int End) FarEnds(int cluster, int leaf)
        {
            if (cluster < _count)
                return RangeOf(cluster);
            var merge = _tree.Merges[cluster - _count];
            var (start, end) = RangeOf(merge.Left);
            return leaf >= start && leaf < end ? RangeOf(merge.Right) : (start, end);
        }

        private void Combine(ClusterMerge merge)
        {
            var (left, right) = (RangeOf(merge.Left), RangeOf(merge.Right));
            var width = right.End - right.Start;
            var reached = new double[width];
            for (var i = left.Start; i < left.End; i++)
            {
                // The least sum from i over the whole left part to each leaf of the right one.
                Array.Fill(reached, double.PositiveInfinity);
                var (from, to) = FarEnds(merge.Left, i);
                for (var k = from; k < to; k++)
                    AddLeast(_least[(i * _count) + k], _distances.AsSpan((k * _count) + right.Start, width), reached);
                for (var j = right.Start; j < right.End; j++)
                {
                    var (near, farther) = FarEnds(merge.Right, j);
                    var sum = Least(
                        reached.AsSpan(near - right.Start, farther - near),
                        _least.AsSpan((j * _count) + near, farther - near));
                    _least[(i * _count) + j] = _least[(j * _count) + i] = sum;
                }
            }
        }

        private void Place(int cluster, int first, int last, Span<int> places)
        {
            // No recursion: a tree may be as deep as it has leaves.
            var open = new Stack<(int Cluster, int First, int Last, int Start)>();
            open.Push((cluster, first, last, 0));
            while (open.TryPop(out var part))
            {
                if (part.Cluster < _count)
                {
                    places[part.Start] = part.First;
                    continue;
                }

                var merge = _tree.Merges[part.Cluster - _count];
                var (start, end) = RangeOf(merge.Left);
                var leftIsFirst = part.First >= start && part.First < end;
                var (head, tail) = leftIsFirst ? (merge.Left, merge.Right) : (merge.Right, merge.Left);
                var (k, m) = Joint(head, tail, part.First, part.Last);
                open.Push((head, part.First, k, part.Start));
                open.Push((tail, m, part.Last, part.Start + _tree.CountOf(head)));
            }
        }

        /// <summary>The two leaves that meet where the parts of a cluster meet.</summary>
        private (int Before, int After) Joint(int head, int tail, int first, int last)
        {
            var (before, after, least) = (-1, -1, double.PositiveInfinity);
            var (kStart, kEnd) = FarEnds(head, first);
            var (mStart, mEnd) = FarEnds(tail, last);
            for (var k = kStart; k < kEnd; k++)
            {
                for (var m = mStart; m < mEnd; m++)
                {
                    var sum = _least[(first * _count) + k] + _distances[(k * _count) + m] + _least[(m * _count) + last];
                    if (sum < least)
                        (before, after, least) = (k, m, sum);
                }
            }

            return (before, after);
        }

        private static void AddLeast(double sum, ReadOnlySpan<double> distances, Span<double> least)
        {
            var added = new Vector<double>(sum);
            var i = 0;
            for (; i <= least.Length - Vector<double>.Count; i += Vector<double>.Count)
            {
                Vector.Min(added + new Vector<double>(distances[i..]), new Vector<double>(least[i..]))
                    .CopyTo(least[i..]);
            }

            for (; i < least.Length; i++)
                least[i] = Math.Min(sum + distances[i], least[i]);
        }

        private static double Least(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
        {
            var lanes = new Vector<double>(double.PositiveInfinity);
            var i = 0;
            for (; i <= a.Length - Vector<double>.Count; i += Vector<double>.Count)
                lanes = Vector.Min(lanes, new Vector<double>(a[i..]) + new Vector<double>(b[i..]));
            var least = double.PositiveInfinity;
            for (var lane = 0; lane < Vector<double>.Count; lane++)
                least = Math.Min(least, lanes[lane]);
            for (; i < a.Length; i++)
                least = Math.Min(least, a[i] + b[i]);
            return least;
        }
    }
}
