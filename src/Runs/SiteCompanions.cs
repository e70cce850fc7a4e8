using HcsGrid.Storage;

namespace HcsGrid.Runs;

/// <summary>
/// The files that are read beside a site's images.
/// </summary>
/// <param name="Table">A table, as of cells' locations; null where there is none.</param>
/// <param name="Masks">Masks of its image, in the order in which they are read.</param>
public readonly record struct SiteCompanions(BlobKey? Table, IReadOnlyList<BlobKey> Masks);
