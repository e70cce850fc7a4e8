namespace HcsGrid.Profiling.Structure;

/// <summary>
/// Says how much nearer rows are to their own group than to the next one.
/// </summary>
/// <remarks>
/// The mean over rows of (b − a)/max(a, b): a the mean distance to the others of the row's group, b the least mean
/// distance to another group; 0 for a row alone in its group (Rousseeuw 1987; scikit-learn's <c>silhouette_score</c>).
/// 1: groups far apart; about 0: groups mixed; below: rows nearer to another group. NaN with fewer than two groups.
/// n² times the features operations, no n² matrix.
/// </remarks>
public static class Silhouette
{
    /// <summary>The mean silhouette of rows in groups.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="groups">The group of each, from 0.</param>
    /// <param name="maxThreads">The most threads, 0 for as many as there are cores; no result depends on it.</param>
    /// <exception cref="ArgumentException">Not one group a row, or a group below 0.</exception>
    public static double Of(ComparableRows rows, IReadOnlyList<int> groups, int maxThreads = 0)
    {
        if (groups.Count != rows.Count)
            throw new ArgumentException($"{groups.Count} groups for {rows.Count} rows.", nameof(groups));
        if (groups.Any(group => group < 0))
            throw new ArgumentException("A group is below 0.", nameof(groups));
        var counts = new int[groups.Count == 0 ? 0 : groups.Max() + 1];
        foreach (var group in groups)
            counts[group]++;
        if (counts.Count(count => count > 0) < 2)
            return double.NaN;
        var values = new double[rows.Count];
        var sums = new double[rows.Count][];
        rows.VisitDistances(maxThreads, (row, first, distances) =>
        {
            var own = sums[row] ??= new double[counts.Length];
            for (var i = 0; i < distances.Length; i++)
            {
                if (first + i != row)
                    own[groups[first + i]] += distances[i];
            }

            if (first + distances.Length < rows.Count)
                return;
            values[row] = OfRow(own, counts, groups[row]);
            sums[row] = null!;
        });
        return OrderStatistics.Mean(values);
    }

    private static double OfRow(double[] sums, int[] counts, int own)
    {
        if (counts[own] == 1)
            return 0;
        var within = sums[own] / (counts[own] - 1);
        var next = double.PositiveInfinity;
        for (var group = 0; group < counts.Length; group++)
        {
            if (group != own && counts[group] > 0)
                next = Math.Min(next, sums[group] / counts[group]);
        }

        var larger = Math.Max(within, next);
        return larger == 0 ? 0 : (next - within) / larger;
    }
}
