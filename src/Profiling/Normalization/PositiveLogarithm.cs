namespace HcsGrid.Profiling.Normalization;

/// <summary>
/// Replaces features that are ratios by nature (intensities, areas, lengths) by their logarithm, so that a gain
/// becomes an offset.
/// </summary>
/// <remarks>
/// A feature is replaced by its natural logarithm if it has a value and every value in the table is finite and above
/// 0; NaN stays NaN. Every other feature stays as it is. After it, centring on a plate's controls takes out a plate's
/// own staining or exposure, which multiplies intensities. The rule is on the whole table: tables that are to be
/// compared are to be put together first. Source: Tukey, Exploratory Data Analysis, 1977 (re-expression of amounts
/// and counts).
/// </remarks>
public static class PositiveLogarithm
{
    /// <summary>The same table with logarithms where the rule allows, and the names of those features.</summary>
    public static (ProfileTable Table, IReadOnlyList<string> Replaced) Apply(ProfileTable table)
    {
        var values = table.ColumnMajorValues.ToArray();
        var isReplaced = new bool[table.FeatureCount];
        FeatureBlocks.ForEach(table.FeatureCount, table.RowCount, 0, (f, _) =>
        {
            var column = values.AsSpan(f * table.RowCount, table.RowCount);
            if (!(isReplaced[f] = IsPositive(column)))
                return;
            foreach (ref var value in column)
                value = Math.Log(value);
        });
        string[] replaced = [.. table.FeatureNames.Where((_, f) => isReplaced[f])];
        return (table.WithFeatures(values), replaced);
    }

    private static bool IsPositive(ReadOnlySpan<double> column)
    {
        var hasValue = false;
        foreach (var value in column)
        {
            if (double.IsNaN(value))
                continue;
            if (!(value > 0 && double.IsFinite(value)))
                return false;
            hasValue = true;
        }

        return hasValue;
    }
}
