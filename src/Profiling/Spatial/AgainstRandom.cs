namespace HcsGrid.Profiling.Spatial;

/// <summary>
/// A number of a point pattern beside the same number of points placed at random.
/// </summary>
/// <param name="Observed">Of the pattern.</param>
/// <param name="RandomMean">Mean over the placements.</param>
/// <param name="RandomLow">Below it lie 2.5 % of the placements.</param>
/// <param name="RandomHigh">Above it lie 2.5 % of the placements.</param>
/// <param name="PValue">Two-sided: twice the smaller share, among pattern and placements, of those that are at least as
/// low or as high; at most 1.</param>
public sealed record AgainstRandom(
    double Observed, double RandomMean, double RandomLow, double RandomHigh, double PValue)
{
    /// <summary>The share of placements below the low and above the high bound.</summary>
    internal const double Tail = 0.025;

    /// <summary>Compares a number with those of placements.</summary>
    /// <remarks>The p-value counts the pattern as one more placement (Davison and Hinkley 1997, eq. 4.11), so that it
    /// is never 0 and holds its level whatever the distribution.</remarks>
    internal static AgainstRandom Compare(double observed, double[] random)
    {
        var low = random.Count(r => r <= observed) + 1.0;
        var high = random.Count(r => r >= observed) + 1.0;
        return new AgainstRandom(
            observed, random.Average(), OrderStatistics.Quantile(random, Tail),
            OrderStatistics.Quantile(random, 1 - Tail),
            Math.Min(1, 2 * Math.Min(low, high) / (random.Length + 1)));
    }
}
