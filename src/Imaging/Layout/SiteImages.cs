using HcsGrid.Storage;

namespace HcsGrid.Imaging.Layout;

/// <summary>
/// The images of one site.
/// </summary>
/// <param name="SiteNumber">The site, from 1.</param>
/// <param name="Keys">One blob a channel, in the order of the channels; null where there is none.</param>
public sealed record SiteImages(int SiteNumber, IReadOnlyList<BlobKey?> Keys);
