namespace HcsGrid.Profiling.Normalization;

/// <summary>
/// Scores the wells of a plate free of row and column effects: residual of the median polish over its spread.
/// </summary>
/// <remarks>
/// residual / (1.4826·median(|residual − median(residual)|)), missing values left out. Source: Brideau et al. 2003
/// (10.1177/1087057103258285), with the factor 1.4826 as R's <c>mad</c> has it. Where the spread is 0 (an exactly
/// additive plate) residuals other than 0 become infinite and 0 becomes NaN.
/// </remarks>
public static class BScore
{
    /// <summary>Divides residuals by their spread; missing ones stay NaN.</summary>
    /// <returns>The spread: 1.4826·MAD; NaN where there is no residual.</returns>
    public static double Scale(ReadOnlySpan<double> residuals, Span<double> scores)
    {
        var buffer = new double[residuals.Length];
        var present = buffer.AsSpan(0, OrderStatistics.Compact(residuals, buffer));
        var spread = OrderStatistics.MadToStandardDeviation * OrderStatistics.MedianAbsoluteDeviation(present);
        for (var i = 0; i < residuals.Length; i++)
            scores[i] = residuals[i] / spread;
        return spread;
    }
}
