using HcsGrid.Profiling.Structure;

namespace HcsGrid.Client.Commands;

/// <summary>
/// Which linkage a way of clustering asks for.
/// </summary>
internal static class ClusterMethodLinkage
{
    /// <summary>The linkage of a tree; communities have none and are drawn in the order of an average tree.</summary>
    public static LinkageMethod Linkage(this ClusterMethod method) => method switch
    {
        ClusterMethod.Complete => LinkageMethod.Complete,
        ClusterMethod.Ward => LinkageMethod.Ward,
        _ => LinkageMethod.Average,
    };
}
