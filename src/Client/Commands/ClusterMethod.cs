namespace HcsGrid.Client.Commands;

/// <summary>
/// How <c>hcsgrid cluster</c> groups profiles.
/// </summary>
internal enum ClusterMethod
{
    Average,
    Complete,
    Ward,
    Leiden,
}
