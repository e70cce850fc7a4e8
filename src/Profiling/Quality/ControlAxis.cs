namespace HcsGrid.Profiling.Quality;

/// <summary>
/// Projects wells on the axis from the negative to the positive controls of a plate.
/// </summary>
/// <remarks>
/// <para>The axis is the linear discriminant with shrunken correlations (Schäfer and Strimmer 2005; Ahdesmäki and
/// Strimmer 2010): w = V^−½ ((1 − λ)·R + λ·I)⁻¹ V^−½ (m₊ − m₋), m the means of the controls, V the features' pooled
/// variances ((n₊ − 1)s₊² + (n₋ − 1)s₋²)/(n₊ + n₋ − 2), R the pooled correlations of the controls. λ is computed from
/// the controls themselves, λ = Σ Var(r) / Σ r² over all pairs of features: nothing is tuned. A plate has far fewer
/// controls than features; without shrinkage R has no inverse, and without R (λ = 1) what all features share, such as
/// the number of cells, counts once for each of them. Multiplying a feature by a constant changes nothing.</para>
/// <para>Scores are scaled so that the means of the controls that the axis was fitted on are 0 and 1.</para>
/// <para>Each control is scored with an axis, λ and scale fitted anew without it: its own values have no part in its
/// axis. (Downdating sums would be quicker, but let a wild value back in by rounding.) All other rows are scored with
/// the axis of all controls. Cost: controls³ × features + rows × features.</para>
/// <para>A feature that is not finite in some row of the table is left out of all axes; one without variance among the
/// controls of a fit is left out of that fit.</para>
/// <para>Undefined (NaN, null): a fit needs two controls a side, hence three for a control's own score, a feature that
/// varies, and sides that differ.</para>
/// </remarks>
public static class ControlAxis
{
    /// <summary>Scores every row of a table.</summary>
    /// <exception cref="ArgumentException">A row is outside the table, twice among the controls, or on both
    /// sides.</exception>
    public static ControlAxisProjection Project(
        ProfileTable table, IReadOnlyList<int> negativeRows, IReadOnlyList<int> positiveRows)
    {
        RequireDistinct(table, negativeRows, positiveRows);
        var rows = RowVectors.OfFinite(table);
        var scores = new double[table.RowCount];
        var axis = ControlAxisFit.Of(rows, negativeRows, positiveRows, leftOut: -1);
        for (var row = 0; row < scores.Length; row++)
            scores[row] = axis.Score(rows[row]);
        foreach (var row in negativeRows.Concat(positiveRows))
            scores[row] = ControlAxisFit.Of(rows, negativeRows, positiveRows, leftOut: row).Score(rows[row]);

        var positive = positiveRows.Select(row => scores[row]).ToArray();
        var negative = negativeRows.Select(row => scores[row]).ToArray();
        return new ControlAxisProjection
        {
            Scores = scores,
            ZPrime = PlateQuality.ZPrime(positive, negative),
            RobustZPrime = PlateQuality.RobustZPrime(positive, negative),
            Ssmd = PlateQuality.Ssmd(positive, negative),
            FeatureCount = axis.FeatureCount,
            LeftOutFeatureCount = table.FeatureCount - axis.FeatureCount,
        };
    }

    private static void RequireDistinct(
        ProfileTable table, IReadOnlyList<int> negativeRows, IReadOnlyList<int> positiveRows)
    {
        table.RequireRows(negativeRows);
        table.RequireRows(positiveRows);
        var seen = new HashSet<int>();
        foreach (var row in negativeRows.Concat(positiveRows))
        {
            if (!seen.Add(row))
                throw new ArgumentException($"Row {row} stands twice among the controls.", nameof(positiveRows));
        }
    }
}
