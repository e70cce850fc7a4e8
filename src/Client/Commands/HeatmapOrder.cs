namespace HcsGrid.Client.Commands;

/// <summary>
/// The order of rows in the heatmap of <c>hcsgrid cluster</c>.
/// </summary>
internal enum HeatmapOrder
{
    /// <summary>As the leaves of the tree.</summary>
    Tree,

    /// <summary>Label by label, within a label as the leaves of the tree.</summary>
    Labels,
}
