namespace HcsGrid.Profiling.Evaluation;

/// <summary>
/// What orders the partners of a profile when average precision is computed, named as in copairs.
/// </summary>
/// <remarks>Source: copairs, <c>compute.get_similarity_fn</c>. Only the order counts: copairs turns distances into
/// similarities as 1 / (1 + d), which keeps it.</remarks>
public enum PairDistance
{
    /// <summary>1 − cosine.</summary>
    Cosine,

    /// <summary>1 − |cosine|: opposite profiles count as alike.</summary>
    AbsCosine,

    /// <summary>1 − Pearson's correlation.</summary>
    Correlation,

    /// <summary>1 − |Pearson's correlation|.</summary>
    AbsCorrelation,

    /// <summary>The length of the difference.</summary>
    Euclidean,
}
