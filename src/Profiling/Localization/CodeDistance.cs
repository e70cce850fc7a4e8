namespace HcsGrid.Profiling.Localization;

/// <summary>
/// How far two codes are apart when they are put in order.
/// </summary>
public enum CodeDistance
{
    /// <summary>The Euclidean distance of their rows of the correlation matrix: codes are near where they correlate
    /// alike with all codes. What cytoself draws (seaborn's <c>clustermap</c> of the matrix).</summary>
    Rows,

    /// <summary>1 − their correlation, within [0, 2].</summary>
    Correlation,
}
