using HcsGrid.Plates;

namespace HcsGrid.Imaging.Layout;

/// <summary>
/// What an image's name tells.
/// </summary>
/// <param name="Plate">The plate as written; null where the pattern does not tell it.</param>
/// <param name="Well">The well.</param>
/// <param name="SiteNumber">The site, from 1; 1 where the pattern does not tell it.</param>
/// <param name="ChannelToken">The channel as written; null where the pattern does not tell it.</param>
public sealed record ImageName(string? Plate, WellAddress Well, int SiteNumber, string? ChannelToken);
