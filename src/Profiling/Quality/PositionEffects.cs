namespace HcsGrid.Profiling.Quality;

/// <summary>
/// How much of a plate's variance goes with the position of the wells: with their row, their column, the plate's edge.
/// </summary>
/// <remarks>
/// <para>Each is a share of variance corrected for chance: ε² = 1 − (1 − η²)·(n − 1)/(n − g), η² the share of the sum
/// of squares between the g rows (columns; edge and inside), n wells (Kelley 1935); 0 on average where position does
/// nothing, 1 where it does all; it may be a little below 0.</para>
/// <para>Position and layout cannot be told apart: what was put into a column of its own shows as the column's effect.
/// Leave out wells that belong in columns of their own, such as positive controls.</para>
/// <para>NaN: fewer than two groups, no group with two wells, or values that do not vary. Wells whose value is not
/// finite are left out.</para>
/// </remarks>
/// <param name="Row">Share of the rows.</param>
/// <param name="Column">Share of the columns.</param>
/// <param name="Edge">Share of the difference between the outermost wells of the plate and the others.</param>
public sealed record PositionEffects(double Row, double Column, double Edge)
{
    /// <summary>The effects on one readout.</summary>
    /// <param name="values">One value a well.</param>
    /// <param name="rowIndices">The row of each well, from 0.</param>
    /// <param name="columnIndices">The column of each well, from 0.</param>
    /// <param name="plateRowCount">Rows of the plate.</param>
    /// <param name="plateColumnCount">Columns of the plate.</param>
    /// <exception cref="ArgumentException">The counts differ, or a well is outside the plate.</exception>
    public static PositionEffects Of(
        ReadOnlySpan<double> values, ReadOnlySpan<int> rowIndices, ReadOnlySpan<int> columnIndices,
        int plateRowCount, int plateColumnCount)
    {
        if (values.Length != rowIndices.Length || values.Length != columnIndices.Length)
        {
            throw new ArgumentException(
                $"There are {values.Length} values, {rowIndices.Length} rows and {columnIndices.Length} columns.",
                nameof(values));
        }

        var edge = new int[values.Length];
        for (var i = 0; i < edge.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(
                (uint)rowIndices[i], (uint)plateRowCount, nameof(rowIndices));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(
                (uint)columnIndices[i], (uint)plateColumnCount, nameof(columnIndices));
            edge[i] = rowIndices[i] == 0 || rowIndices[i] == plateRowCount - 1
                || columnIndices[i] == 0 || columnIndices[i] == plateColumnCount - 1 ? 1 : 0;
        }

        return new PositionEffects(
            Share(values, rowIndices, plateRowCount), Share(values, columnIndices, plateColumnCount),
            Share(values, edge, 2));
    }

    /// <summary>The effects on the typical feature: the median over the features of a table, each apart.</summary>
    /// <exception cref="ArgumentException">As for one readout.</exception>
    public static PositionEffects MedianOf(
        ProfileTable wells, ReadOnlySpan<int> rowIndices, ReadOnlySpan<int> columnIndices, int plateRowCount,
        int plateColumnCount)
    {
        var shares = new List<PositionEffects>();
        for (var feature = 0; feature < wells.FeatureCount; feature++)
        {
            shares.Add(Of(
                wells.Feature(feature), rowIndices, columnIndices, plateRowCount, plateColumnCount));
        }

        return new PositionEffects(Median(s => s.Row), Median(s => s.Column), Median(s => s.Edge));

        double Median(Func<PositionEffects, double> of) =>
            OrderStatistics.Median([.. shares.Select(of).Where(double.IsFinite)]);
    }

    private static double Share(ReadOnlySpan<double> values, ReadOnlySpan<int> groups, int groupCount)
    {
        var (counts, sums) = (new int[groupCount], new double[groupCount]);
        var present = new List<double>(values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
                continue;
            counts[groups[i]]++;
            sums[groups[i]] += values[i];
            present.Add(values[i]);
        }

        double[] all = [.. present];
        var mean = OrderStatistics.Mean(all);
        var filled = counts.Count(count => count > 0);
        if (filled < 2 || all.Length <= filled)
            return double.NaN;
        var total = OrderStatistics.SumOfSquares(all, mean);
        if (!double.IsFinite(total) || OrderStatistics.IsConstant(total / all.Length, mean, all.Length))
            return double.NaN;
        var between = 0.0;
        for (var group = 0; group < groupCount; group++)
        {
            var difference = counts[group] == 0 ? 0 : (sums[group] / counts[group]) - mean;
            between += counts[group] * difference * difference;
        }

        return 1 - ((1 - (between / total)) * (all.Length - 1) / (all.Length - filled));
    }
}
