namespace HcsGrid.Profiling.Particles;

/// <summary>
/// The numbers that people count in, 1, 2 and 5 times powers of ten: widths of bins, marks of axes, lengths of scale
/// bars.
/// </summary>
public static class RoundSteps
{
    /// <summary>The steps from a power of ten on, ascending, without end.</summary>
    public static IEnumerable<double> From(double powerOfTen)
    {
        for (var power = powerOfTen; ; power *= 10)
        {
            yield return power;
            yield return 2 * power;
            yield return 5 * power;
        }
    }
}
