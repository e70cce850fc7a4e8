namespace HcsGrid.Profiling.Structure;

/// <summary>
/// How far two clusters are apart, by the distances of their members.
/// </summary>
public enum LinkageMethod
{
    /// <summary>The mean distance of all pairs across (UPGMA).</summary>
    Average,

    /// <summary>The largest distance of all pairs across.</summary>
    Complete,

    /// <summary>What the variance within clusters grows by on merging (Ward's minimum variance).</summary>
    Ward,
}
