namespace HcsGrid.Profiling.Evaluation;

/// <summary>
/// Lays the rows of a table out so that products of two are their cosine.
/// </summary>
internal static class ComparableRows
{
    /// <summary>
    /// Each row, divided by its length, over the features that all rows taking part have a finite value of; rows that
    /// take no part hold zeros.
    /// </summary>
    /// <remarks>Centred, a product is Pearson's correlation. A row takes part unless it has no finite value at all, or
    /// zeros only in the features used.</remarks>
    public static double[] Directions(ProfileTable table, out bool[] mayTakePart, out int featureCount) =>
        Directions(table, isCentred: false, out mayTakePart, out featureCount);

    /// <summary>The same, each row less its mean before where so asked; a row that is constant then is zeros
    /// only.</summary>
    public static double[] Directions(
        ProfileTable table, bool isCentred, out bool[] mayTakePart, out int featureCount)
    {
        var hasValue = new bool[table.RowCount];
        for (var f = 0; f < table.FeatureCount; f++)
        {
            var column = table.Feature(f);
            for (var row = 0; row < column.Length; row++)
                hasValue[row] |= double.IsFinite(column[row]);
        }

        var used = Enumerable.Range(0, table.FeatureCount).Where(f => IsFinite(table.Feature(f), hasValue)).ToArray();
        var values = new double[ProfileTable.ValueCount(table.RowCount, used.Length)];
        const int Block = 64;
        for (var first = 0; first < table.RowCount; first += Block)
        {
            var end = Math.Min(first + Block, table.RowCount);
            for (var u = 0; u < used.Length; u++)
            {
                var column = table.Feature(used[u]);
                for (var row = first; row < end; row++)
                    values[(row * used.Length) + u] = hasValue[row] ? column[row] : 0;
            }
        }

        for (var row = 0; row < hasValue.Length; row++)
        {
            var vector = values.AsSpan(row * used.Length, used.Length);
            if (isCentred)
                Centre(vector);
            hasValue[row] &= RowVectors.TryNormalize(vector);
        }

        (mayTakePart, featureCount) = (hasValue, used.Length);
        return values;
    }

    private static void Centre(Span<double> vector)
    {
        var mean = OrderStatistics.Mean(vector);
        var isConstant = OrderStatistics.IsConstant(
            OrderStatistics.Variance(vector, mean, ddof: 0), mean, vector.Length);
        foreach (ref var value in vector)
            value = isConstant ? 0 : value - mean;
    }

    private static bool IsFinite(ReadOnlySpan<double> column, bool[] isAsked)
    {
        for (var row = 0; row < column.Length; row++)
        {
            if (isAsked[row] && !double.IsFinite(column[row]))
                return false;
        }

        return true;
    }
}
