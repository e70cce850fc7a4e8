namespace HcsGrid.Profiling.Quality;

/// <summary>
/// Says how well an assay tells its positive from its negative controls.
/// </summary>
/// <remarks>
/// <para>Source: Zhang et al. 1999 (Z'), Zhang 2007 (SSMD); m mean, s standard deviation with ddof 1. NaN is left
/// out.</para>
/// <para>Null is "undefined": fewer than two values on a side, an infinite value, or controls with no difference. For
/// Z' and robust Z' that is equal centres up to the rounding of a sum, (n₊ + n₋)·ε·max|x|; for SSMD no spread on
/// either side.</para>
/// </remarks>
public static class PlateQuality
{
    /// <summary>Z' = 1 − 3(s₊ + s₋)/|m₊ − m₋|; 1 at best.</summary>
    public static double? ZPrime(ReadOnlySpan<double> positive, ReadOnlySpan<double> negative)
    {
        if (!TryRead(positive, negative, out var p, out var n))
            return null;
        var (meanP, meanN) = (OrderStatistics.Mean(p), OrderStatistics.Mean(n));
        var spread = Math.Sqrt(Variance(p, meanP)) + Math.Sqrt(Variance(n, meanN));
        return Ratio(spread, meanP - meanN, p, n);
    }

    /// <summary>Z' with medians and 1.4826·MAD in place of means and standard deviations.</summary>
    public static double? RobustZPrime(ReadOnlySpan<double> positive, ReadOnlySpan<double> negative)
    {
        if (!TryRead(positive, negative, out var p, out var n))
            return null;
        var (medianP, medianN) = (OrderStatistics.Median(p), OrderStatistics.Median(n));
        var spread = OrderStatistics.MadToStandardDeviation
            * (OrderStatistics.MedianAbsoluteDeviation([.. p], medianP)
                + OrderStatistics.MedianAbsoluteDeviation([.. n], medianN));
        return Ratio(spread, medianP - medianN, p, n);
    }

    /// <summary>SSMD = (m₊ − m₋)/√(s₊² + s₋²), signed.</summary>
    public static double? Ssmd(ReadOnlySpan<double> positive, ReadOnlySpan<double> negative)
    {
        if (!TryRead(positive, negative, out var p, out var n))
            return null;
        var (meanP, meanN) = (OrderStatistics.Mean(p), OrderStatistics.Mean(n));
        var spread = Math.Sqrt(Variance(p, meanP) + Variance(n, meanN));
        var ssmd = (meanP - meanN) / spread;
        return spread > 0 && double.IsFinite(ssmd) ? ssmd : null;
    }

    /// <summary>The variance, ddof 1; equal values have none, however their mean was rounded.</summary>
    private static double Variance(double[] values, double mean)
    {
        var variance = OrderStatistics.Variance(values, mean, ddof: 1);
        return OrderStatistics.IsConstant(variance, mean, values.Length) ? 0 : variance;
    }

    private static double? Ratio(double spread, double difference, double[] p, double[] n)
    {
        const double Epsilon = 2.220446049250313e-16;
        var largest = Math.Max(p.Max(Math.Abs), n.Max(Math.Abs));
        difference = Math.Abs(difference);
        if (difference <= (p.Length + n.Length) * Epsilon * largest)
            return null;
        var ratio = 1 - (3 * spread / difference);
        return double.IsFinite(ratio) ? ratio : null;
    }

    private static bool TryRead(
        ReadOnlySpan<double> positive, ReadOnlySpan<double> negative, out double[] p, out double[] n)
    {
        p = Present(positive);
        n = Present(negative);
        return p.Length >= 2 && n.Length >= 2 && p.All(double.IsFinite) && n.All(double.IsFinite);
    }

    private static double[] Present(ReadOnlySpan<double> values)
    {
        var buffer = new double[values.Length];
        return buffer[..OrderStatistics.Compact(values, buffer)];
    }
}
