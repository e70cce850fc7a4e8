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
        if (!TrySortByBuckets(values, sorted, order))
        {
            values.CopyTo(sorted);
            for (var i = 0; i < order.Length; i++)
                order[i] = i;
            sorted.Sort(order);
        }

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

    /// <summary>
    /// Sorts some hundreds of values that lie about evenly in linear time: each goes to its bucket between the least
    /// and the largest, and a pass of insertions does the rest.
    /// </summary>
    /// <returns>False, with nothing sorted, where values are few, many, not finite or crowded in a bucket.</returns>
    private static bool TrySortByBuckets(ReadOnlySpan<double> values, Span<double> sorted, Span<int> order)
    {
        const int MostInBucket = 32;
        if (values.Length is < 64 or > 4096)
            return false;
        var (least, largest) = (values[0], values[0]);
        foreach (var value in values)
            (least, largest) = (Math.Min(least, value), Math.Max(largest, value));
        var scale = (values.Length - 1) / (largest - least);
        if (!(scale is > 0 and < double.PositiveInfinity))
            return false;
        // ends[b + 2] counts bucket b; summed up, ends[b + 1] is where it begins, and in the end where it ends.
        Span<int> ends = stackalloc int[values.Length + 2];
        ends.Clear();
        foreach (var value in values)
        {
            if (++ends[(int)((value - least) * scale) + 2] > MostInBucket)
                return false;
        }

        for (var b = 2; b < ends.Length; b++)
            ends[b] += ends[b - 1];
        for (var i = 0; i < values.Length; i++)
        {
            var place = ends[(int)((values[i] - least) * scale) + 1]++;
            (sorted[place], order[place]) = (values[i], i);
        }

        for (var i = 1; i < values.Length; i++)
        {
            var (value, index, place) = (sorted[i], order[i], i);
            for (; place > 0 && sorted[place - 1] > value; place--)
                (sorted[place], order[place]) = (sorted[place - 1], order[place - 1]);
            (sorted[place], order[place]) = (value, index);
        }

        return true;
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
