namespace HcsGrid.Profiling;

/// <summary>
/// How two features, or two profiles, are correlated.
/// </summary>
public enum CorrelationMethod
{
    /// <summary>Of the values.</summary>
    Pearson,

    /// <summary>Of the ranks, ties having their average rank.</summary>
    Spearman,
}
