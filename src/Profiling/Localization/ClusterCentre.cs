namespace HcsGrid.Profiling.Localization;

/// <summary>
/// What the centre of a cluster is.
/// </summary>
public enum ClusterCentre
{
    /// <summary>The median of each feature, as cytoself takes it: one stray member does not move it.</summary>
    Median,

    /// <summary>The mean of each feature: of histograms a histogram again.</summary>
    Mean,
}
