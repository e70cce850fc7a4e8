namespace HcsGrid.Inference;

/// <summary>
/// Consecutive units of one site in a batch.
/// </summary>
/// <param name="Site">The site.</param>
/// <param name="FirstUnitIndex">The first unit: tile index × channels embedded alone + channel index.</param>
/// <param name="Count">How many.</param>
internal readonly record struct TileSpan(SiteWork Site, int FirstUnitIndex, int Count);
