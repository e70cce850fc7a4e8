namespace HcsGrid.Profiling.Normalization;

/// <summary>
/// Fits a normalization on reference wells: all wells of a plate, or its negative controls.
/// </summary>
/// <remarks>
/// <para>Source of the formulas: pycytominer 1.2.4 (scikit-learn's StandardScaler and RobustScaler, scipy's
/// median_abs_deviation). NaN is left out of the fit and stays NaN.</para>
/// <para>standardize: (x − mean) / sd, ddof 0; a reference that is constant up to rounding (variance ≤ n·ε·variance +
/// (n·mean·ε)²) divides by 1. robustize: (x − median) / (Q75 − Q25), quantiles at position (n − 1)·p; a range below
/// 10·ε = 2.2e-15, whatever the feature's unit, divides by 1. mad_robustize: (x − median) / (1.4826·MAD + ε). center:
/// x − mean, which pycytominer does not have: with few controls a plate, centre by plate and scale by all controls
/// together (their spread from six wells is a third off).</para>
/// <para>A feature is degenerate, and named, if its reference is constant (standardize), has no range (robustize), has
/// MAD 0 (mad_robustize), or has no value or no finite centre and spread. What its numbers are then is
/// <see cref="NormalizerOptions.OnDegenerate"/>. Without any value in the reference, or with infinite ones that leave
/// no finite centre and spread (one is enough for standardize and center), they are NaN in either case.</para>
/// </remarks>
public static class Normalizer
{
    /// <summary>Fits on the reference rows of a table.</summary>
    /// <exception cref="ArgumentException">There are no reference rows, or one is outside the table.</exception>
    public static FittedNormalizer Fit(ProfileTable table, IReadOnlyList<int> referenceRows, NormalizerOptions options)
    {
        options.Validate();
        if (referenceRows.Count == 0)
            throw NoReference(table.RowCount, nameof(referenceRows));
        table.RequireRows(referenceRows);
        var rows = referenceRows as int[] ?? [.. referenceRows];
        var fitted = new FeatureScale[table.FeatureCount];
        FeatureBlocks.ForEach(
            table.FeatureCount,
            rows.Length,
            rows.Length,
            (f, buffer) => fitted[f] = FeatureScale.Fit(
                buffer.AsSpan(0, OrderStatistics.Gather(table.Feature(f), rows, buffer)), options));
        return new FittedNormalizer(options, table.FeatureNames, fitted);
    }

    internal static ArgumentException NoReference(int rowCount, string parameter) => new(
        $"There are no reference rows to normalize by among the {rowCount} rows of the table: "
        + "name negative controls, or normalize by all wells.",
        parameter);
}
