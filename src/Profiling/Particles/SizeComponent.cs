namespace HcsGrid.Profiling.Particles;

/// <summary>
/// One normal distribution of a <see cref="SizeMixture"/>, over the natural logarithm of the diameter.
/// </summary>
/// <param name="Weight">Its share of all particles.</param>
/// <param name="MeanLog">Mean logarithm.</param>
/// <param name="DeviationLog">Standard deviation of the logarithm: about the relative spread of the diameter.</param>
public readonly record struct SizeComponent(double Weight, double MeanLog, double DeviationLog)
{
    /// <summary>Standard deviation of the logarithm among the particles, each counted by its share, without the floor
    /// that <see cref="DeviationLog"/> has.</summary>
    public double SpreadLog { get; init; } = DeviationLog;

    /// <summary>Logarithm of weight times density at a logarithm of the diameter, without the constant √(2π).</summary>
    internal double LogDensity(double logDiameter)
    {
        var z = (logDiameter - MeanLog) / DeviationLog;
        return Math.Log(Weight) - Math.Log(DeviationLog) - (0.5 * z * z);
    }
}
