namespace HcsGrid.Profiling.Structure;

/// <summary>
/// Says how far the neighbours on a map are neighbours among the profiles.
/// </summary>
/// <remarks>
/// <para>T(k) = 1 − 2/(n·k·(2n − 3k − 1)) · Σᵢ Σⱼ max(0, r(i, j) − k), over the k nearest j of i on the map, r the rank of
/// j among the neighbours of i by the profiles (Venna and Kaski 2001; scikit-learn's
/// <c>manifold.trustworthiness</c>). 1 is perfect, about 0.5 is a random map.</para>
/// <para>Equal distances rank by row. Rows set aside (by the distance, or NaN on the map) are left out. NaN where
/// there are not more than 2k rows left.</para>
/// </remarks>
public static class Trustworthiness
{
    /// <summary>The trustworthiness of a map of a table's rows.</summary>
    /// <param name="table">The profiles.</param>
    /// <param name="x">The map's first coordinate, one a row.</param>
    /// <param name="y">Its second.</param>
    /// <param name="neighbourCount">k, at least 1.</param>
    /// <param name="metric">The distance of profiles.</param>
    /// <exception cref="ArgumentException">The map is of another number of rows.</exception>
    public static double Of(
        ProfileTable table, IReadOnlyList<double> x, IReadOnlyList<double> y, int neighbourCount, DistanceMetric metric)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(neighbourCount, 1);
        if (x.Count != table.RowCount || y.Count != table.RowCount)
            throw new ArgumentException($"The map has {x.Count} and {y.Count} places for {table.RowCount} rows.");
        var placed = table.SelectRows(row => double.IsFinite(x[row]) && double.IsFinite(y[row]));
        var rows = ComparableRows.Of(placed, metric);
        var kept = Enumerable.Range(0, x.Count).Where(row => double.IsFinite(x[row]) && double.IsFinite(y[row]))
            .ToArray();
        var px = rows.TableRows.Select(row => x[kept[row]]).ToArray();
        var py = rows.TableRows.Select(row => y[kept[row]]).ToArray();
        var (n, k) = ((long)rows.Count, (long)neighbourCount);
        if (n <= 2 * k)
            return double.NaN;
        var penalty = Penalties(rows, px, py, neighbourCount).Sum();
        return 1 - (2.0 / (n * k * ((2 * n) - (3 * k) - 1)) * penalty);
    }

    private static long[] Penalties(ComparableRows rows, double[] x, double[] y, int neighbourCount)
    {
        var penalties = new long[rows.Count];
        var buffers = new double[rows.Count][];
        rows.VisitDistances(0, (row, first, distances) =>
        {
            var all = buffers[row] ??= new double[rows.Count];
            distances.CopyTo(all.AsSpan(first));
            if (first + distances.Length < rows.Count)
                return;
            penalties[row] = Penalty(row, all, x, y, neighbourCount);
            buffers[row] = null!;
        });
        return penalties;
    }

    private static long Penalty(int row, double[] distances, double[] x, double[] y, int neighbourCount)
    {
        var onMap = new double[x.Length];
        for (var other = 0; other < x.Length; other++)
        {
            var (dx, dy) = (x[other] - x[row], y[other] - y[row]);
            onMap[other] = (dx * dx) + (dy * dy);
        }

        var penalty = 0L;
        var ranks = RanksBut(row, distances);
        foreach (var other in OrderBut(row, onMap).Take(neighbourCount))
            penalty += Math.Max(0, ranks[other] - neighbourCount);
        return penalty;
    }

    private static int[] RanksBut(int row, double[] distances)
    {
        var ranks = new int[distances.Length];
        var next = 1;
        foreach (var other in OrderBut(row, distances))
            ranks[other] = next++;
        return ranks;
    }

    private static int[] OrderBut(int row, double[] distances)
    {
        var order = new int[distances.Length - 1];
        var keys = new double[order.Length];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i < row ? i : i + 1;
            keys[i] = distances[order[i]];
        }

        Array.Sort(keys, order);
        // Array.Sort may turn equal ones round.
        for (var begin = 0; begin < order.Length;)
        {
            var end = begin + 1;
            while (end < order.Length && keys[end] == keys[begin])
                end++;
            if (end - begin > 1)
                Array.Sort(order, begin, end - begin);
            begin = end;
        }

        return order;
    }
}
