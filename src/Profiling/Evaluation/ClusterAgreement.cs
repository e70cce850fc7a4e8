using MathNet.Numerics;

namespace HcsGrid.Profiling.Evaluation;

/// <summary>
/// Compares a clustering with labels: adjusted mutual information and pairwise precision, recall and F.
/// </summary>
/// <remarks>
/// <para>Adjusted mutual information: (MI − E[MI]) / (mean(H(labels), H(clusters)) − E[MI]), E over random clusterings
/// of the same sizes (Vinh, Epps and Bailey 2010), as scikit-learn's <c>adjusted_mutual_info_score</c> with the
/// arithmetic mean: 1 where both have one class only.</para>
/// <para>Pairs: precision is the share of the pairs in one cluster that have one label, recall the share of the pairs
/// of one label that are in one cluster, F their harmonic mean; undefined (null) where there is no such pair.</para>
/// <para>Items without a label or a cluster (empty) are left out; without any item all is undefined.</para>
/// </remarks>
public sealed record ClusterAgreement
{
    /// <summary>Items that have both.</summary>
    public required int ItemCount { get; init; }

    /// <summary>Adjusted mutual information, 1 at best, about 0 by chance; null without items.</summary>
    public required double? AdjustedMutualInformation { get; init; }

    /// <summary>Share of the pairs in one cluster that have one label; null without such a pair.</summary>
    public required double? PairPrecision { get; init; }

    /// <summary>Share of the pairs of one label that are in one cluster; null without such a pair.</summary>
    public required double? PairRecall { get; init; }

    /// <summary>The harmonic mean of the two, 0 where no pair has both; null where one is undefined.</summary>
    public double? PairF => PairPrecision + PairRecall is { } sum
        ? sum > 0 ? 2 * PairPrecision * PairRecall / sum : 0
        : null;

    /// <summary>Compares; the two lists hold one text an item.</summary>
    /// <exception cref="ArgumentException">The lists differ in length.</exception>
    public static ClusterAgreement Of(IReadOnlyList<string> labels, IReadOnlyList<string> clusters)
    {
        if (labels.Count != clusters.Count)
            throw new ArgumentException($"{labels.Count} labels and {clusters.Count} clusters.", nameof(clusters));
        int[] items = [.. Enumerable.Range(0, labels.Count)
            .Where(i => labels[i].Length > 0 && clusters[i].Length > 0)];
        var rows = Counts(items.Select(i => labels[i]));
        var columns = Counts(items.Select(i => clusters[i]));
        var cells = items.GroupBy(i => (labels[i], clusters[i])).OrderBy(cell => cell.Key)
            .Select(cell => (Row: rows[cell.Key.Item1], Column: columns[cell.Key.Item2], Count: cell.Count()))
            .ToArray();
        var together = cells.Sum(cell => Pairs(cell.Count));
        var (sameLabel, sameCluster) = (rows.Values.Sum(Pairs), columns.Values.Sum(Pairs));
        return new ClusterAgreement
        {
            ItemCount = items.Length,
            AdjustedMutualInformation = items.Length == 0 ? null : Adjusted(items.Length, rows, columns, cells),
            PairPrecision = sameCluster > 0 ? together / sameCluster : null,
            PairRecall = sameLabel > 0 ? together / sameLabel : null,
        };
    }

    private static SortedDictionary<string, int> Counts(IEnumerable<string> texts)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var text in texts)
            counts[text] = counts.GetValueOrDefault(text) + 1;
        return counts;
    }

    private static double Pairs(int count) => count * (count - 1.0) / 2;

    private static double Adjusted(
        int n,
        SortedDictionary<string, int> rows,
        SortedDictionary<string, int> columns,
        (int Row, int Column, int Count)[] cells)
    {
        if (rows.Count == 1 && columns.Count == 1)
            return 1;
        var information = cells.Sum(cell =>
            (double)cell.Count / n * Math.Log((double)n * cell.Count / ((double)cell.Row * cell.Column)));
        var expected = Expected(n, rows.Values, columns.Values);
        var mean = (Entropy(n, rows.Values) + Entropy(n, columns.Values)) / 2;
        const double Rounding = 1e-12;
        var range = mean - expected;
        return Math.Abs(range) <= Rounding * Math.Max(1, mean) ? 0 : (information - expected) / range;
    }

    private static double Entropy(int n, IEnumerable<int> counts) =>
        -counts.Sum(count => (double)count / n * Math.Log((double)count / n));

    /// <summary>Σ over sizes a, b and overlaps k of k/n · ln(n·k/(a·b)) times the hypergeometric chance of k. Sizes
    /// that occur several times are computed once.</summary>
    private static double Expected(int n, IEnumerable<int> rows, IEnumerable<int> columns)
    {
        var logs = new double[n + 1];
        for (var i = 1; i <= n; i++)
            logs[i] = SpecialFunctions.GammaLn(i + 1);
        var sum = 0.0;
        foreach (var row in rows.GroupBy(size => size))
        {
            foreach (var column in columns.GroupBy(size => size))
            {
                var (a, b, inner) = (row.Key, column.Key, 0.0);
                for (var k = Math.Max(1, a + b - n); k <= Math.Min(a, b); k++)
                {
                    var chance = Math.Exp(
                        logs[a] + logs[b] + logs[n - a] + logs[n - b] - logs[n] - logs[k] - logs[a - k] - logs[b - k]
                        - logs[n - a - b + k]);
                    inner += (double)k / n * Math.Log((double)n * k / ((double)a * b)) * chance;
                }

                sum += inner * row.Count() * column.Count();
            }
        }

        return sum;
    }
}
