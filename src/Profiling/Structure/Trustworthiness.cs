namespace HcsGrid.Profiling.Structure;

/// <summary>
/// Says how far the neighbours on a map are neighbours among the profiles.
/// </summary>
/// <remarks>
/// <para>T(k) = 1 − 2/(n·k·(2n − 3k − 1)) · Σᵢ Σⱼ max(0, r(i, j) − k), over the k nearest j of i on the map, r the
/// rank of j among the neighbours of i by the profiles (Venna and Kaski 2001; scikit-learn's
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
        var penalty = 0L;
        foreach (var neighbour in NearestOnMap(row, x, y, neighbourCount))
            penalty += Math.Max(0, RankOf(neighbour, row, distances) - neighbourCount);
        return penalty;
    }

    private static int[] NearestOnMap(int row, double[] x, double[] y, int neighbourCount)
    {
        var nearest = new int[neighbourCount];
        var squares = new double[neighbourCount];
        var count = 0;
        for (var other = 0; other < x.Length; other++)
        {
            var (dx, dy) = (x[other] - x[row], y[other] - y[row]);
            var square = (dx * dx) + (dy * dy);
            if (other == row || (count == neighbourCount && square >= squares[^1]))
                continue;
            if (count < neighbourCount)
                count++;
            var at = count - 1;
            for (; at > 0 && squares[at - 1] > square; at--)
                (squares[at], nearest[at]) = (squares[at - 1], nearest[at - 1]);
            (squares[at], nearest[at]) = (square, other);
        }

        return nearest;
    }

    /// <summary>The place of a neighbour, from 1, among all others by distance, equal ones by row.</summary>
    private static int RankOf(int neighbour, int row, double[] distances)
    {
        var (distance, rank) = (distances[neighbour], 1);
        for (var other = 0; other < distances.Length; other++)
        {
            var isBefore = distances[other] < distance || (distances[other] == distance && other < neighbour);
            rank += isBefore && other != row ? 1 : 0;
        }

        return rank;
    }
}
