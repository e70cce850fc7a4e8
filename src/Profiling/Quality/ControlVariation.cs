namespace HcsGrid.Profiling.Quality;

/// <summary>
/// How much replicate control wells vary, in shares of their mean.
/// </summary>
/// <remarks>CV = standard deviation (ddof 1)/mean. It is a number of readouts that start at 0, such as intensities: a
/// feature counts where it is finite and above 0 in all the rows.</remarks>
public static class ControlVariation
{
    /// <summary>The median CV over the features that have one; NaN with fewer than two rows, or without such a
    /// feature.</summary>
    /// <exception cref="ArgumentException">A row is outside the table.</exception>
    public static double MedianOf(ProfileTable table, IReadOnlyList<int> rows)
    {
        table.RequireRows(rows);
        var variations = new List<double>();
        var values = new double[rows.Count];
        for (var f = 0; f < table.FeatureCount && rows.Count >= 2; f++)
        {
            var feature = table.Feature(f);
            for (var i = 0; i < values.Length; i++)
                values[i] = feature[rows[i]];
            if (!values.All(value => value > 0 && double.IsFinite(value)))
                continue;
            var mean = OrderStatistics.Mean(values);
            variations.Add(Math.Sqrt(OrderStatistics.Variance(values, mean, ddof: 1)) / mean);
        }

        return OrderStatistics.Median([.. variations]);
    }
}
