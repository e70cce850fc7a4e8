using HcsGrid.Plates;

namespace HcsGrid.Imaging;

/// <summary>
/// Where the tiles of an image lie: whole square tiles, as many as fit, the grid in the image's middle; or tiles at
/// given places.
/// </summary>
/// <remarks>
/// Along each side of length L, with tiles of size T and stride S = T − overlap, there are n = 1 + ⌊(L − T) / S⌋
/// tiles. They cover T + (n − 1)·S pixels; of what is left over, half (rounded down) lies before the first tile, the
/// rest behind the last. Tiles are listed row by row from the upper left. The same sizes give the same grid.
/// </remarks>
public sealed class TileGrid
{
    private TileGrid(int columnCount, int rowCount, int tileSize, TileOrigin[] tiles)
    {
        ColumnCount = columnCount;
        RowCount = rowCount;
        TileSize = tileSize;
        Tiles = tiles;
    }

    /// <summary>Tiles of a row; tiles at given places count as one row.</summary>
    public int ColumnCount { get; }

    public int RowCount { get; }

    /// <summary>Pixels along a tile's side.</summary>
    public int TileSize { get; }

    /// <summary>The tiles' origins, row by row; tiles at given places in the order in which they were given.</summary>
    public IReadOnlyList<TileOrigin> Tiles { get; }

    public int Count => Tiles.Count;

    /// <summary>Lays the grid over an image of width × height pixels.</summary>
    /// <exception cref="ScreenDataException">The image is smaller than one tile.</exception>
    public static TileGrid Create(int width, int height, int tileSize, int overlap = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(tileSize, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(overlap);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(overlap, tileSize);
        RequireRoom(width, height, tileSize);
        var stride = tileSize - overlap;
        var columnCount = 1 + (width - tileSize) / stride;
        var rowCount = 1 + (height - tileSize) / stride;
        var firstX = (width - tileSize - (columnCount - 1) * stride) / 2;
        var firstY = (height - tileSize - (rowCount - 1) * stride) / 2;
        var tiles = new TileOrigin[checked(columnCount * rowCount)];
        for (var i = 0; i < tiles.Length; i++)
            tiles[i] = new TileOrigin(firstX + i % columnCount * stride, firstY + i / columnCount * stride);
        return new TileGrid(columnCount, rowCount, tileSize, tiles);
    }

    /// <summary>Tiles at given places in an image of width × height pixels. They may overlap, and there may be none.
    /// </summary>
    /// <exception cref="ScreenDataException">The image is smaller than one tile.</exception>
    /// <exception cref="ArgumentException">A tile does not lie in the image.</exception>
    public static TileGrid At(int width, int height, int tileSize, IEnumerable<TileOrigin> origins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(tileSize, 1);
        RequireRoom(width, height, tileSize);
        TileOrigin[] tiles = [.. origins];
        foreach (var tile in tiles)
        {
            if (!IsInside(tile, width, height, tileSize))
            {
                throw new ArgumentException(
                    $"A tile of {tileSize} at {tile.X}, {tile.Y} does not lie in {width} x {height} pixels.",
                    nameof(origins));
            }
        }

        return new TileGrid(tiles.Length, 1, tileSize, tiles);
    }

    /// <summary>True where a tile lies wholly in an image.</summary>
    internal static bool IsInside(TileOrigin tile, int width, int height, int tileSize) =>
        tile.X >= 0 && tile.Y >= 0 && tile.X <= width - tileSize && tile.Y <= height - tileSize;

    private static void RequireRoom(int width, int height, int tileSize)
    {
        if (width < tileSize || height < tileSize)
        {
            throw new ScreenDataException(
                $"the image of {width} x {height} pixels is smaller than one tile of {tileSize} x {tileSize}",
                Place.Unknown);
        }
    }
}
