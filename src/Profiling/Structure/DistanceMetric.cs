namespace HcsGrid.Profiling.Structure;

/// <summary>
/// How far two profiles are apart.
/// </summary>
public enum DistanceMetric
{
    /// <summary>1 − the cosine of the angle between the profiles as they are, within [0, 2].</summary>
    Cosine,

    /// <summary>1 − Pearson's correlation of the two profiles over their features, within [0, 2].</summary>
    Correlation,

    /// <summary>The length of the difference.</summary>
    Euclidean,
}
