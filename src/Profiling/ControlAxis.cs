namespace HcsGrid.Profiling;

/// <summary>
/// Projects wells on the axis from the negative to the positive controls of a plate.
/// </summary>
/// <remarks>
/// <para>The axis is the diagonal linear discriminant with shrunken variances (Dudoit et al. 2002; the shrinkage of
/// Tibshirani's nearest shrunken centroids): w_f = (m₊ − m₋)/(s_f² + s₀²), m the means of the controls, s_f² their
/// pooled variance ((n₊ − 1)s₊² + (n₋ − 1)s₋²)/(n₊ + n₋ − 2), s₀² the median of s_f² over the features. With a handful
/// of controls some feature always has almost no variance by chance; s₀² keeps it from ruling the axis. The median
/// holds although a few features vary a thousandfold. It presumes features of like scale: normalize first.</para>
/// <para>Scores are scaled so that the means of the controls that the axis was fitted on are 0 and 1.</para>
/// <para>Each control is scored with an axis, s₀² and scale fitted anew without it: its own values have no part in its
/// axis. (Downdating sums would be quicker, but let a wild value back in by rounding.) All other rows are scored with
/// the axis of all controls. Cost: controls² × features + rows × features.</para>
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
