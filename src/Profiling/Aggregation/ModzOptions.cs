namespace HcsGrid.Profiling.Aggregation;

/// <summary>
/// How the replicates of a perturbation are weighted for a consensus profile.
/// </summary>
public sealed record ModzOptions
{
    /// <summary>The correlation of two replicates' profiles; default Spearman's.</summary>
    public CorrelationMethod Method { get; init; } = CorrelationMethod.Spearman;

    /// <summary>The smallest raw weight; default 0.01.</summary>
    public double MinWeight { get; init; } = 0.01;

    /// <summary>Decimals that weights are rounded to, half to even; default 4.</summary>
    public int Precision { get; init; } = 4;

    /// <exception cref="ArgumentException">A value is out of its bounds.</exception>
    public void Validate()
    {
        if (!Enum.IsDefined(Method))
            throw new ArgumentException($"{nameof(Method)} is {Method}, which is none of its values.");
        if (!(MinWeight > 0 && MinWeight <= 1))
            throw new ArgumentException($"{nameof(MinWeight)} is {MinWeight}; it must be above 0 and at most 1.");
        if (Precision is < 1 or > 15)
            throw new ArgumentException($"{nameof(Precision)} is {Precision}; it must be within 1 and 15.");
    }
}
