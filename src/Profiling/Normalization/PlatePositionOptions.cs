namespace HcsGrid.Profiling.Normalization;

/// <summary>
/// How plate position effects are taken away.
/// </summary>
public sealed record PlatePositionOptions
{
    /// <summary>What the corrected values are; default B-scores.</summary>
    public PlatePositionMethod Method { get; init; } = PlatePositionMethod.BScore;

    /// <summary>When the median polish stops.</summary>
    public MedianPolishOptions Polish { get; init; } = new();

    /// <summary>What becomes of features whose residuals have no spread on a plate; default infinite values and
    /// NaN.</summary>
    public DegenerateFeatureHandling OnDegenerate { get; init; } = DegenerateFeatureHandling.Keep;

    /// <exception cref="ArgumentException">A value is out of its bounds.</exception>
    public void Validate()
    {
        if (!Enum.IsDefined(Method))
            throw new ArgumentException($"{nameof(Method)} is {Method}, which is none of its values.");
        if (!Enum.IsDefined(OnDegenerate))
            throw new ArgumentException($"{nameof(OnDegenerate)} is {OnDegenerate}, which is none of its values.");
        Polish.Validate();
    }
}
