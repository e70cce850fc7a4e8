using HcsGrid.Profiling.Normalization;

namespace HcsGrid.Runs.Jobs;

/// <summary>
/// How a plate's well profiles are normalized (FORMULAS: normalize).
/// </summary>
public sealed record NormalizationOptions
{
    public NormalizationMethod Method { get; init; } = NormalizationMethod.MadRobustize;

    /// <summary>The wells that the fit uses.</summary>
    public ReferenceSamples Samples { get; init; } = ReferenceSamples.Negcon;

    /// <summary>ε of mad_robustize. Default 1e-18, as the reference implementation has it.</summary>
    public double MadEpsilon { get; init; } = 1e-18;

    /// <exception cref="Plates.ScreenDataException">A value is out of bounds.</exception>
    internal void Validate() =>
        JobCheck.That(MadEpsilon is >= 0 and < 1, "normalization.madEpsilon", $"is {MadEpsilon}, expected 0 to 1");
}
