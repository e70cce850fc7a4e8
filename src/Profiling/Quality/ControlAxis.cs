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
/// <para>A feature that is not finite in some control is left out of all axes; one without variance among the controls
/// of a fit is left out of that fit. A row that lacks values of the others is scored with an axis of its own, fitted
/// without them, so that no well changes the scores of another. A row without any finite value takes part in
/// nothing.</para>
/// <para>Undefined (NaN, null): a fit needs two controls a side, hence three for a control's own score, a feature that
/// varies, and sides that differ; a row without values has no score.</para>
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
        int[] negatives = [.. negativeRows.Where(HasValue)];
        int[] positives = [.. positiveRows.Where(HasValue)];
        int[] controls = [.. negatives, .. positives];
        var rows = RowVectors.OfFiniteAmong(table, controls);
        var scores = new double[table.RowCount];
        var axis = ControlAxisFit.Of(rows, negatives, positives, leftOut: -1);
        for (var row = 0; row < scores.Length; row++)
        {
            scores[row] = RowVectors.AllFinite(rows[row])
                ? axis.Score(rows[row])
                : ScoreOfIncomplete(table, negatives, positives, row);
        }

        foreach (var row in controls)
            scores[row] = ControlAxisFit.Of(rows, negatives, positives, leftOut: row).Score(rows[row]);

        var positive = positives.Select(row => scores[row]).ToArray();
        var negative = negatives.Select(row => scores[row]).ToArray();
        return new ControlAxisProjection
        {
            Scores = scores,
            ZPrime = PlateQuality.ZPrime(positive, negative),
            RobustZPrime = PlateQuality.RobustZPrime(positive, negative),
            Ssmd = PlateQuality.Ssmd(positive, negative),
            FeatureCount = axis.FeatureCount,
            LeftOutFeatureCount = table.FeatureCount - axis.FeatureCount,
        };

        bool HasValue(int row) => Enumerable.Range(0, table.FeatureCount).Any(f => double.IsFinite(table[row, f]));
    }

    /// <summary>The score of a row on the features that it and all controls have; NaN where it has none.</summary>
    private static double ScoreOfIncomplete(ProfileTable table, int[] negatives, int[] positives, int row)
    {
        var rows = RowVectors.OfFinite(table.SelectRows([.. negatives, .. positives, row]));
        var axis = ControlAxisFit.Of(
            rows, [.. Enumerable.Range(0, negatives.Length)],
            [.. Enumerable.Range(negatives.Length, positives.Length)], leftOut: -1);
        return axis.Score(rows[rows.RowCount - 1]);
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
