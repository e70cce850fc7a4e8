using MathNet.Numerics.Distributions;

namespace HcsGrid.Profiling.Evaluation;

/// <summary>
/// A share of queries with its exact 95 % confidence interval.
/// </summary>
/// <remarks>
/// Clopper and Pearson 1934: the bounds are quantiles of beta distributions, B(0.025; k, n − k + 1) and
/// B(0.975; k + 1, n − k); 0 for k = 0 and 1 for k = n. Without queries the share is undefined (null), the interval 0
/// to 1.
/// </remarks>
/// <param name="Count">Queries that succeeded.</param>
/// <param name="Total">Queries.</param>
public sealed record ShareInterval(int Count, int Total)
{
    /// <summary>Half of what the interval leaves out.</summary>
    private const double Tail = 0.025;

    /// <summary>The share; null without queries.</summary>
    public double? Share => Total > 0 ? (double)Count / Total : null;

    /// <summary>The lower bound.</summary>
    public double Lower => Count == 0 ? 0 : Quantile(Count, Total - Count + 1, Tail);

    /// <summary>The upper bound.</summary>
    public double Upper => Count == Total ? 1 : Quantile(Count + 1, Total - Count, 1 - Tail);

    /// <summary>Bisects the distribution function down to neighbouring numbers: at most some 1,100 steps.</summary>
    private static double Quantile(double a, double b, double probability)
    {
        var (low, high) = (0.0, 1.0);
        while (true)
        {
            var middle = low + ((high - low) / 2);
            if (middle <= low || middle >= high)
                return high;
            if (Beta.CDF(a, b, middle) < probability)
                low = middle;
            else
                high = middle;
        }
    }
}
