namespace HcsGrid.Profiling.Normalization;

/// <summary>
/// Which of the many transforms that make features uncorrelated is taken.
/// </summary>
public enum SpheringMethod
{
    /// <summary>Onto the principal axes, each scaled to variance 1.</summary>
    Pca,

    /// <summary>The same turned back: every output stays as near to its feature as can be.</summary>
    Zca,

    /// <summary><see cref="Pca"/> of features that are first divided by their standard deviation.</summary>
    PcaCor,

    /// <summary><see cref="Zca"/> of features that are first divided by their standard deviation.</summary>
    ZcaCor,
}
