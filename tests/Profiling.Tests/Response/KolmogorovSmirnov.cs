namespace HcsGrid.Profiling.Tests.Response;

/// <summary>
/// The distance of numbers from the uniform distribution.
/// </summary>
internal static class KolmogorovSmirnov
{
    /// <summary>sup |F(x) − x|: above 1.63/√n with a probability of 0.01 (Kolmogorov).</summary>
    public static double DistanceFromUniform(IEnumerable<double> numbers)
    {
        double[] sorted = [.. numbers.Order()];
        return sorted.Select((x, i) =>
            Math.Max(((i + 1.0) / sorted.Length) - x, x - ((double)i / sorted.Length))).Max();
    }
}
