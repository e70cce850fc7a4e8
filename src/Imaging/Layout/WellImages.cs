using HcsGrid.Plates;

namespace HcsGrid.Imaging.Layout;

/// <summary>
/// The images of one well.
/// </summary>
/// <param name="Well">The well.</param>
/// <param name="Sites">Its sites, by number.</param>
/// <param name="Error">What makes the well unusable already now, such as two images of one channel; else null.</param>
public sealed record WellImages(
    WellAddress Well, IReadOnlyList<SiteImages> Sites, ScreenDataException? Error = null)
{
    /// <summary>What the images are called by, where their names tell no well; else null.</summary>
    public string? Name { get; init; }
}
