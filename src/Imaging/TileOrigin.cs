namespace HcsGrid.Imaging;

/// <summary>
/// The column and row of a tile's upper left pixel, from 0.
/// </summary>
public readonly record struct TileOrigin(int X, int Y);
