namespace HcsGrid.Profiling.Normalization;

/// <summary>
/// Splits the values of a plate into a common value, row effects, column effects and residuals by medians.
/// </summary>
/// <remarks>
/// <para>Tukey's two-way median polish, rows first: subtract the rows' medians and move the median of the column
/// effects to the common value, then the columns' and the row effects'. Source: R 4.2.2, <c>stats::medpolish</c>; with
/// <see cref="MedianPolishOptions.RelativeSumChange"/> its numbers are R's, else a round that moves nothing stops
/// it.</para>
/// <para>A missing value (NaN) is left out of all medians and stays missing; so is a row or column without values,
/// whose effect is NaN. Infinite values give NaN effects.</para>
/// </remarks>
public static class MedianPolish
{
    /// <summary>Polishes a grid of values given row after row.</summary>
    /// <exception cref="ArgumentException">The values are not rowCount × columnCount, or an option is out of
    /// bounds.</exception>
    public static MedianPolishResult Of(
        ReadOnlySpan<double> values, int rowCount, int columnCount, MedianPolishOptions options)
    {
        options.Validate();
        if (rowCount < 1 || columnCount < 1 || values.Length != (long)rowCount * columnCount)
        {
            throw new ArgumentException(
                $"{values.Length} values are no grid of {rowCount} × {columnCount}.", nameof(values));
        }

        var polish = new MedianPolishWork(rowCount, columnCount);
        polish.Run(values, options);
        return new MedianPolishResult(
            polish.Overall,
            polish.RowEffects,
            polish.ColumnEffects,
            polish.Residuals,
            polish.RoundCount,
            polish.HasConverged);
    }
}
