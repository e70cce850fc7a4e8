namespace HcsGrid.Profiling.Quality;

/// <summary>
/// How well each feature alone tells positive from negative controls.
/// </summary>
/// <param name="Feature">The feature.</param>
/// <param name="ZPrime">Z'; null where it is undefined.</param>
/// <param name="RobustZPrime">Robust Z'; null where it is undefined.</param>
/// <param name="Ssmd">SSMD; null where it is undefined.</param>
public sealed record FeatureQuality(string Feature, double? ZPrime, double? RobustZPrime, double? Ssmd)
{
    /// <summary>Measures every feature of a table, in its order; formulas and what is undefined are those of
    /// <see cref="PlateQuality"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A row is outside the table.</exception>
    public static IReadOnlyList<FeatureQuality> Of(
        ProfileTable table, IReadOnlyList<int> negativeRows, IReadOnlyList<int> positiveRows)
    {
        table.RequireRows(negativeRows);
        table.RequireRows(positiveRows);
        var found = new FeatureQuality[table.FeatureCount];
        Parallel.For(0, found.Length, f =>
        {
            var column = table.Feature(f);
            var (positive, negative) = (Take(column, positiveRows), Take(column, negativeRows));
            found[f] = new FeatureQuality(
                table.FeatureNames[f],
                PlateQuality.ZPrime(positive, negative),
                PlateQuality.RobustZPrime(positive, negative),
                PlateQuality.Ssmd(positive, negative));
        });
        return found;
    }

    private static double[] Take(ReadOnlySpan<double> column, IReadOnlyList<int> rows)
    {
        var values = new double[rows.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = column[rows[i]];
        return values;
    }
}
