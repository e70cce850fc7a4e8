namespace HcsGrid.Client.Commands;

/// <summary>
/// How <c>hcsgrid map2d</c> lays profiles out.
/// </summary>
internal enum MapMethod
{
    Umap,
    Pca,
}
