using HcsGrid.Plates;

namespace HcsGrid.Imaging.Layout;

/// <summary>
/// What an image's name tells.
/// </summary>
/// <param name="Plate">The plate as written; null where the pattern does not tell it.</param>
/// <param name="Well">The well; the first one where the pattern names images, and no wells.</param>
/// <param name="SiteNumber">The site, from 1; 1 where the pattern does not tell it.</param>
/// <param name="ChannelToken">The channel as written; null where the pattern does not tell it.</param>
/// <param name="Image">The image's name; null where the pattern tells the well.</param>
public sealed record ImageName(
    string? Plate, WellAddress Well, int SiteNumber, string? ChannelToken, string? Image = null);
