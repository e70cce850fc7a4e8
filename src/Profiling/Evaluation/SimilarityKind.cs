namespace HcsGrid.Profiling.Evaluation;

/// <summary>
/// How alike two profiles are.
/// </summary>
public enum SimilarityKind
{
    /// <summary>Pearson's correlation: the cosine of the profiles, each less its own mean.</summary>
    Correlation,

    /// <summary>The cosine of the profiles as they are.</summary>
    Cosine,
}
