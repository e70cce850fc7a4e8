namespace HcsGrid.Imaging;

/// <summary>
/// One channel of a small picture: its pixels, which intensities are black and full, and its colour.
/// </summary>
public sealed record ThumbnailChannel(Plane Plane, IntensityScale Scale, ThumbnailColor Color);
