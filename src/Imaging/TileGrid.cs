using HcsGrid.Plates;

namespace HcsGrid.Imaging;

/// <summary>
/// Where the tiles of an image lie: whole square tiles, as many as fit, the grid in the image's middle.
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

    public int ColumnCount { get; }

    public int RowCount { get; }

    /// <summary>Pixels along a tile's side.</summary>
    public int TileSize { get; }

    /// <summary>The tiles' origins, row by row.</summary>
    public IReadOnlyList<TileOrigin> Tiles { get; }

    public int Count => Tiles.Count;

    /// <summary>Lays the grid over an image of width × height pixels.</summary>
    /// <exception cref="ScreenDataException">The image is smaller than one tile.</exception>
    public static TileGrid Create(int width, int height, int tileSize, int overlap = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(tileSize, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(overlap);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(overlap, tileSize);
        if (width < tileSize || height < tileSize)
            throw new ScreenDataException(
                $"the image of {width} x {height} pixels is smaller than one tile of {tileSize} x {tileSize}",
                Place.Unknown);
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
}
