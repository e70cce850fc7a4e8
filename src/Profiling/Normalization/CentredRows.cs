namespace HcsGrid.Profiling.Normalization;

/// <summary>
/// Some rows of a table less a centre, and divided by a scale, column after column: what a linear transform takes.
/// </summary>
internal static class CentredRows
{
    /// <summary>The mean of each feature over some rows, which must be finite there.</summary>
    public static double[] MeansOf(ProfileTable table, IReadOnlyList<int> rows)
    {
        RequireFinite(table, rows);
        var means = new double[table.FeatureCount];
        FeatureBlocks.ForEach(means.Length, rows.Count, rows.Count, (f, buffer) =>
        {
            Gather(table.Feature(f), rows, buffer);
            means[f] = OrderStatistics.Mean(buffer);
        });
        return means;
    }

    /// <summary>The standard deviation (ddof 0) of each feature over some rows; 0 where it is rounding alone.</summary>
    public static double[] DeviationsOf(ProfileTable table, IReadOnlyList<int> rows, double[] means)
    {
        var deviations = new double[table.FeatureCount];
        FeatureBlocks.ForEach(deviations.Length, rows.Count, rows.Count, (f, buffer) =>
        {
            Gather(table.Feature(f), rows, buffer);
            var variance = OrderStatistics.Variance(buffer, means[f], ddof: 0);
            deviations[f] = OrderStatistics.IsConstant(variance, means[f], rows.Count) ? 0 : Math.Sqrt(variance);
        });
        return deviations;
    }

    /// <summary>(x − centre) / scale of some rows; without scales the difference alone.</summary>
    public static double[] Of(ProfileTable table, IReadOnlyList<int> rows, double[] centres, double[]? scales)
    {
        RequireFinite(table, rows);
        var count = rows.Count;
        var values = LargeArrays.Uninitialized(ProfileTable.ValueCount(count, table.FeatureCount));
        FeatureBlocks.ForEach(table.FeatureCount, count, 0, (f, _) =>
        {
            var target = values.AsSpan(f * count, count);
            Gather(table.Feature(f), rows, target);
            var (centre, scale) = (centres[f], scales is null ? 1 : scales[f]);
            foreach (ref var value in target)
                value = (value - centre) / scale;
        });
        return values;
    }

    /// <summary>All rows of a table.</summary>
    public static int[] All(ProfileTable table) => [.. Enumerable.Range(0, table.RowCount)];

    private static void Gather(ReadOnlySpan<double> column, IReadOnlyList<int> rows, Span<double> target)
    {
        for (var i = 0; i < rows.Count; i++)
            target[i] = column[rows[i]];
    }

    private static void RequireFinite(ProfileTable table, IReadOnlyList<int> rows)
    {
        var firstBad = new int[table.FeatureCount];
        FeatureBlocks.ForEach(table.FeatureCount, rows.Count, 0, (f, _) =>
        {
            var column = table.Feature(f);
            firstBad[f] = -1;
            for (var i = rows.Count - 1; i >= 0; i--)
            {
                if (!double.IsFinite(column[rows[i]]))
                    firstBad[f] = rows[i];
            }
        });
        var feature = Array.FindIndex(firstBad, row => row >= 0);
        if (feature < 0)
            return;
        throw new ArgumentException(
            $"Feature '{table.FeatureNames[feature]}' is {table[firstBad[feature], feature]} in row "
            + $"{firstBad[feature] + 1}: a transform of all features together needs finite values; drop the feature, "
            + "or the row, first.",
            nameof(table));
    }
}
