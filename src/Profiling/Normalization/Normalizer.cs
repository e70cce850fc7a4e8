namespace HcsGrid.Profiling.Normalization;

/// <summary>
/// Fits a normalization on reference wells: all wells of a plate, or its negative controls.
/// </summary>
/// <remarks>
/// <para>Source of the formulas: pycytominer 1.2.4 (scikit-learn's StandardScaler, scipy's median_abs_deviation). NaN
/// is left out of the fit and stays NaN.</para>
/// <para>standardize: (x − mean) / sd, ddof 0; a reference that is constant up to rounding (variance ≤ n·ε·variance +
/// (n·mean·ε)²) divides by 1. mad_robustize: (x − median) / (1.4826·MAD + ε).</para>
/// <para>A feature is degenerate, and named, if its reference is constant (standardize), has MAD 0 (mad_robustize), or
/// has no value or no finite centre and spread. What its numbers are then is
/// <see cref="NormalizerOptions.OnDegenerate"/>. Without any value in the reference they are NaN in either
/// case.</para>
/// </remarks>
public static class Normalizer
{
    /// <summary>Fits on the reference rows of a table.</summary>
    /// <exception cref="ArgumentException">There are no reference rows, or one is outside the table.</exception>
    public static FittedNormalizer Fit(ProfileTable table, IReadOnlyList<int> referenceRows, NormalizerOptions options)
    {
        options.Validate();
        if (referenceRows.Count == 0)
        {
            throw new ArgumentException(
                $"There are no reference rows to normalize by among the {table.RowCount} rows of the table: "
                + "name negative controls, or normalize by all wells.",
                nameof(referenceRows));
        }

        table.RequireRows(referenceRows);
        var centres = new double[table.FeatureCount];
        var scales = new double[table.FeatureCount];
        var degenerate = new List<string>();
        var reference = new double[referenceRows.Count];
        for (var f = 0; f < centres.Length; f++)
        {
            var values = Gather(table.Feature(f), referenceRows, reference);
            (centres[f], scales[f], var isDegenerate) = options.Method == NormalizationMethod.Standardize
                ? MeanAndDeviation(values)
                : MedianAndDeviation(values, options.MadEpsilon);
            if (!isDegenerate)
                continue;
            degenerate.Add(table.FeatureNames[f]);
            if (options.OnDegenerate == DegenerateFeatureHandling.SetNaN)
                scales[f] = double.NaN;
        }

        return new FittedNormalizer(options, table.FeatureNames, centres, scales, degenerate);
    }

    private static Span<double> Gather(ReadOnlySpan<double> column, IReadOnlyList<int> rows, double[] buffer)
    {
        var count = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            var value = column[rows[i]];
            if (!double.IsNaN(value))
                buffer[count++] = value;
        }

        return buffer.AsSpan(0, count);
    }

    private static (double Centre, double Scale, bool Degenerate) MeanAndDeviation(ReadOnlySpan<double> values)
    {
        var mean = OrderStatistics.Mean(values);
        var variance = OrderStatistics.Variance(values, mean, ddof: 0);
        if (!double.IsFinite(mean) || !double.IsFinite(variance))
            return (double.NaN, double.NaN, true);
        return OrderStatistics.IsConstant(variance, mean, values.Length)
            ? (mean, 1, true)
            : (mean, Math.Sqrt(variance), false);
    }

    private static (double Centre, double Scale, bool Degenerate) MedianAndDeviation(
        Span<double> values, double epsilon)
    {
        var median = OrderStatistics.Median(values);
        var deviation = OrderStatistics.MedianAbsoluteDeviation(values, median);
        if (!double.IsFinite(median) || !double.IsFinite(deviation))
            return (double.NaN, double.NaN, true);
        return (median, (OrderStatistics.MadToStandardDeviation * deviation) + epsilon, deviation == 0);
    }
}
