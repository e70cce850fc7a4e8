using HcsGrid.Plates;

namespace HcsGrid.Imaging;

/// <summary>
/// The tiles around the cells of an image: whole square tiles, each centred on a cell as nearly as whole pixels allow.
/// </summary>
/// <remarks>
/// A tile of size T around the centre c begins at the pixel ⌈c − T/2⌉ of each side: its middle is at most half a pixel
/// from the cell's centre. Cells whose tile does not lie wholly in the image are left out. Where more than the most
/// allowed are left, n of them, those with the numbers ⌊i·n/most⌋ are taken, i from 0 to most − 1: evenly spread in the
/// order of the cells. The same cells give the same tiles.
/// </remarks>
public sealed class CellCrops
{
    private CellCrops(int cellCount, int insideCount, TileGrid tiles)
    {
        (CellCount, InsideCount, Tiles) = (cellCount, insideCount, tiles);
    }

    /// <summary>All cells of the image.</summary>
    public int CellCount { get; }

    /// <summary>Cells whose tile lies wholly in the image.</summary>
    public int InsideCount { get; }

    /// <summary>The tiles, in the order of the cells.</summary>
    public TileGrid Tiles { get; }

    /// <summary>Puts tiles around cells.</summary>
    /// <param name="cells">The cells.</param>
    /// <param name="width">The image's width, in pixels.</param>
    /// <param name="height">The image's height, in pixels.</param>
    /// <param name="tileSize">Pixels along a tile's side.</param>
    /// <param name="maxCount">The most tiles.</param>
    /// <exception cref="ScreenDataException">The image is smaller than one tile.</exception>
    public static CellCrops Around(
        IReadOnlyCollection<CellCentre> cells, int width, int height, int tileSize, int maxCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxCount, 1);
        TileOrigin[] inside =
        [
            .. cells.Select(cell => OriginOf(cell, tileSize))
                .Where(tile => TileGrid.IsInside(tile, width, height, tileSize)),
        ];
        var taken = inside.Length <= maxCount
            ? inside
            : Enumerable.Range(0, maxCount).Select(i => inside[(int)((long)i * inside.Length / maxCount)]);
        return new CellCrops(cells.Count, inside.Length, TileGrid.At(width, height, tileSize, taken));
    }

    /// <summary>Where the tile around a cell begins.</summary>
    public static TileOrigin OriginOf(CellCentre cell, int tileSize) =>
        new((int)Math.Ceiling(cell.X - (tileSize / 2.0)), (int)Math.Ceiling(cell.Y - (tileSize / 2.0)));
}
