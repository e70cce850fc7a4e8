namespace HcsGrid.Profiling.Normalization;

/// <summary>
/// How profiles are normalized.
/// </summary>
public sealed record NormalizerOptions
{
    /// <summary>The formula; default mad_robustize.</summary>
    public NormalizationMethod Method { get; init; } = NormalizationMethod.MadRobustize;

    /// <summary>Added to 1.4826·MAD; default 1e-18, the reference implementation's; 0 is allowed.</summary>
    public double MadEpsilon { get; init; } = 1e-18;

    /// <summary>What becomes of features that do not vary among the reference rows; default the reference's
    /// numbers.</summary>
    public DegenerateFeatureHandling OnDegenerate { get; init; } = DegenerateFeatureHandling.Keep;

    /// <exception cref="ArgumentException">A value is out of its bounds.</exception>
    public void Validate()
    {
        if (!Enum.IsDefined(Method))
            throw new ArgumentException($"{nameof(Method)} is {Method}, which is no normalization method.");
        if (!Enum.IsDefined(OnDegenerate))
            throw new ArgumentException($"{nameof(OnDegenerate)} is {OnDegenerate}, which is none of its values.");
        if (!(MadEpsilon >= 0 && double.IsFinite(MadEpsilon)))
            throw new ArgumentException($"{nameof(MadEpsilon)} is {MadEpsilon}; it must be finite and at least 0.");
    }
}
