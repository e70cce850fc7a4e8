using HcsGrid.Imaging;

namespace HcsGrid.Inference.Detection;

/// <summary>
/// How an image is covered by tiles of one size: each has a core that no other tile has, and around it so much as the
/// model sees. Places outside the image are mirrored ones inside.
/// </summary>
internal sealed class TileFrame
{
    private readonly int _width;
    private readonly int _height;
    private readonly int _margin;

    public TileFrame(ModelCard card, int width, int height)
    {
        var detection = card.RequireDetection();
        (_width, _height) = (width, height);
        TileSize = card.Input.WidthPixels;
        CellSize = TileSize / card.OutputOf(OutputMeaning.Centre)!.Shape[1];
        _margin = RoundUp(detection.HaloPixels, detection.AlignmentPixels);
        CoreSize = TileSize - (2 * _margin);
        ColumnCount = RoundUp(width, CoreSize) / CoreSize;
        RowCount = RoundUp(height, CoreSize) / CoreSize;
        CellColumnCount = RoundUp(width, CellSize) / CellSize;
        CellRowCount = RoundUp(height, CellSize) / CellSize;
    }

    /// <summary>Pixels along a tile's side.</summary>
    public int TileSize { get; }

    /// <summary>Pixels along the side of what a tile alone answers for.</summary>
    public int CoreSize { get; }

    /// <summary>Pixels along the side of a cell of the maps.</summary>
    public int CellSize { get; }

    public int ColumnCount { get; }

    public int RowCount { get; }

    public int CellColumnCount { get; }

    public int CellRowCount { get; }

    /// <summary>Some rows of tiles with all that they see.</summary>
    /// <returns>A plane, the caller's, in which the tiles lie at multiples of the core's size.</returns>
    public Plane CutBand(Plane image, int firstRow, int rowCount, PixelPool pool)
    {
        var bandWidth = (ColumnCount * CoreSize) + (2 * _margin);
        var bandHeight = (rowCount * CoreSize) + (2 * _margin);
        var sampleBytes = image.Type.ByteCount();
        var columns = new int[bandWidth];
        for (var i = 0; i < bandWidth; i++)
            columns[i] = Mirror(i - _margin, _width);
        var buffer = pool.Rent(checked(bandWidth * bandHeight * sampleBytes));
        try
        {
            var source = image.Bytes;
            var target = buffer.Bytes;
            for (var row = 0; row < bandHeight; row++)
            {
                var from = source.Slice(
                    Mirror((firstRow * CoreSize) + row - _margin, _height) * _width * sampleBytes,
                    _width * sampleBytes);
                CopyRow(from, target.Slice(row * bandWidth * sampleBytes, bandWidth * sampleBytes), columns,
                    sampleBytes);
            }

            return new Plane(bandWidth, bandHeight, image.Type, buffer);
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    /// <summary>Puts the cores of some rows of tiles into the maps of the whole image.</summary>
    public void Stitch(SiteEmbeddings outputs, int firstRow, ParticleMaps maps)
    {
        var (tileCells, coreCells, margin) = (TileSize / CellSize, CoreSize / CellSize, _margin / CellSize);
        for (var tile = 0; tile < outputs.TileCount; tile++)
        {
            var values = outputs.Of(tile, 0);
            var centres = values[..(tileCells * tileCells)];
            var diameters = values[(tileCells * tileCells)..];
            var left = tile % ColumnCount * coreCells;
            var top = (firstRow + (tile / ColumnCount)) * coreCells;
            var columns = Math.Min(coreCells, CellColumnCount - left);
            for (var row = 0; row < Math.Min(coreCells, CellRowCount - top); row++)
            {
                var from = ((margin + row) * tileCells) + margin;
                maps.Put(left, top + row, centres.Slice(from, columns), diameters.Slice(from, columns));
            }
        }
    }

    private void CopyRow(ReadOnlySpan<byte> from, Span<byte> to, int[] columns, int sampleBytes)
    {
        from.CopyTo(to[(_margin * sampleBytes)..]);
        for (var i = 0; i < columns.Length; i = i == _margin - 1 ? _margin + _width : i + 1)
            from.Slice(columns[i] * sampleBytes, sampleBytes).CopyTo(to[(i * sampleBytes)..]);
    }

    /// <summary>A place on the line, mirrored at the middles of the first and the last pixel as often as
    /// needed.</summary>
    private static int Mirror(int position, int size)
    {
        if (size == 1)
            return 0;
        var period = 2 * (size - 1);
        var at = ((position % period) + period) % period;
        return at < size ? at : period - at;
    }

    private static int RoundUp(int value, int step) => (value + step - 1) / step * step;
}
