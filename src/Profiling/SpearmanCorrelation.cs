namespace HcsGrid.Profiling;

/// <summary>
/// Measures how far one quantity rises with another: the correlation of their ranks.
/// </summary>
public static class SpearmanCorrelation
{
    /// <summary>Pearson's correlation of the ranks, ties having their average rank; within [-1, 1].</summary>
    /// <remarks>
    /// Pairs with a NaN are left out. NaN is "undefined": fewer than two pairs, or all values of one side equal.
    /// </remarks>
    /// <exception cref="ArgumentException">The two have different lengths.</exception>
    public static double Of(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        if (a.Length != b.Length)
            throw new ArgumentException($"{a.Length} values cannot be paired with {b.Length}.", nameof(b));
        var (first, second) = (new double[a.Length], new double[a.Length]);
        var count = 0;
        for (var i = 0; i < a.Length; i++)
        {
            if (double.IsNaN(a[i]) || double.IsNaN(b[i]))
                continue;
            first[count] = a[i];
            second[count++] = b[i];
        }

        return count < 2
            ? double.NaN
            : Correlation(AverageRanks(first.AsSpan(0, count)), AverageRanks(second.AsSpan(0, count)));
    }

    /// <summary>Ranks from 1; equal values share the mean of the ranks that they take up.</summary>
    internal static double[] AverageRanks(ReadOnlySpan<double> values)
    {
        var ranks = new double[values.Length];
        AverageRanks(values, ranks, new double[values.Length], new int[values.Length]);
        return ranks;
    }

    /// <summary>The same, with buffers of the caller's as long as the values.</summary>
    internal static void AverageRanks(
        ReadOnlySpan<double> values, Span<double> ranks, Span<double> sorted, Span<int> order)
    {
        values.CopyTo(sorted);
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        sorted.Sort(order);
        for (var start = 0; start < order.Length;)
        {
            var end = start + 1;
            while (end < order.Length && sorted[end] == sorted[start])
                end++;
            for (var i = start; i < end; i++)
                ranks[order[i]] = (start + 1 + end) / 2.0;
            start = end;
        }
    }

    /// <summary>Ranks are multiples of ½, so that the sums of squares around their mean are exact.</summary>
    private static double Correlation(double[] a, double[] b)
    {
        var mean = (a.Length + 1) / 2.0;
        var (products, squaresA, squaresB) = (0.0, 0.0, 0.0);
        for (var i = 0; i < a.Length; i++)
        {
            products += (a[i] - mean) * (b[i] - mean);
            squaresA += (a[i] - mean) * (a[i] - mean);
            squaresB += (b[i] - mean) * (b[i] - mean);
        }

        return squaresA == 0 || squaresB == 0
            ? double.NaN
            : Math.Clamp(products / Math.Sqrt(squaresA * squaresB), -1, 1);
    }
}
