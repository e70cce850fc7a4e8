namespace HcsGrid.Profiling.Spatial;

/// <summary>
/// The part of an image in which points may lie: a set of whole pixels.
/// </summary>
/// <remarks>
/// Pixel (x, y) covers the square from x − ½ to x + ½ and from y − ½ to y + ½. Kept are the spans of each row, so that
/// the size in memory follows the outline and not the area.
/// </remarks>
public sealed class PointRegion
{
    private readonly int[] _firstSpanOfRow;
    private readonly int[] _starts;
    private readonly int[] _ends;
    private readonly long[] _pixelsBefore;

    private PointRegion(int width, int height, int[] firstSpanOfRow, int[] starts, int[] ends)
    {
        Width = width;
        Height = height;
        _firstSpanOfRow = firstSpanOfRow;
        _starts = starts;
        _ends = ends;
        _pixelsBefore = new long[starts.Length + 1];
        for (var span = 0; span < starts.Length; span++)
            _pixelsBefore[span + 1] = _pixelsBefore[span] + ends[span] - starts[span];
    }

    /// <summary>Pixels of the image from left to right.</summary>
    public int Width { get; }

    /// <summary>Pixels of the image from top to bottom.</summary>
    public int Height { get; }

    /// <summary>The area, in pixels.</summary>
    public long Area => _pixelsBefore[^1];

    /// <summary>The whole of an image.</summary>
    public static PointRegion Whole(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        var (starts, ends) = (new int[height], new int[height]);
        Array.Fill(ends, width);
        return new PointRegion(width, height, [.. Enumerable.Range(0, height + 1)], starts, ends);
    }

    /// <summary>The pixels of an image that are true, row by row.</summary>
    /// <exception cref="ArgumentException">There are not width × height of them.</exception>
    public static PointRegion Of(ReadOnlySpan<bool> pixels, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (pixels.Length != (long)width * height)
            throw new ArgumentException(
                $"A region of {width} x {height} pixels was given {pixels.Length}.", nameof(pixels));
        var firstSpanOfRow = new int[height + 1];
        var (starts, ends) = (new List<int>(), new List<int>());
        for (var y = 0; y < height; y++)
        {
            var row = pixels.Slice(y * width, width);
            for (var x = 0; x < width;)
            {
                var start = row[x..].IndexOf(true);
                if (start < 0)
                    break;
                start += x;
                var length = row[start..].IndexOf(false);
                x = length < 0 ? width : start + length;
                starts.Add(start);
                ends.Add(x);
            }

            firstSpanOfRow[y + 1] = starts.Count;
        }

        return new PointRegion(width, height, firstSpanOfRow, [.. starts], [.. ends]);
    }

    /// <summary>Whether the pixel under a point is in the region.</summary>
    public bool Contains(PointPosition point)
    {
        var (x, y) = (Math.Floor(point.X + 0.5), Math.Floor(point.Y + 0.5));
        if (!(x >= 0 && y >= 0 && x < Width && y < Height))
            return false;
        for (var span = _firstSpanOfRow[(int)y]; span < _firstSpanOfRow[(int)y + 1]; span++)
        {
            if (x >= _starts[span] && x < _ends[span])
                return true;
        }

        return false;
    }

    /// <summary>Draws a point, uniform over the region's area.</summary>
    /// <exception cref="InvalidOperationException">The region is empty.</exception>
    public PointPosition Draw(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (Area == 0)
            throw new InvalidOperationException("An empty region has no points.");
        var pixel = random.NextInt64(Area);
        var found = Array.BinarySearch(_pixelsBefore, pixel);
        var span = found >= 0 ? found : ~found - 1;
        var row = Array.BinarySearch(_firstSpanOfRow, span);
        if (row < 0)
            row = ~row - 1;

        // Rows without a span share their first span with the next row that has one: the last of them is meant.
        while (_firstSpanOfRow[row + 1] <= span)
            row++;
        var x = _starts[span] + (pixel - _pixelsBefore[span]);
        return new PointPosition(x + random.NextDouble() - 0.5, row + random.NextDouble() - 0.5);
    }

    /// <summary>Pixels that are in the region and, moved by (dx, dy), in it again.</summary>
    public long OverlapWith(int dx, int dy)
    {
        var overlap = 0L;
        for (var y = Math.Max(0, -dy); y < Math.Min(Height, Height - dy); y++)
        {
            var (here, hereEnd) = (_firstSpanOfRow[y], _firstSpanOfRow[y + 1]);
            var (there, thereEnd) = (_firstSpanOfRow[y + dy], _firstSpanOfRow[y + dy + 1]);
            while (here < hereEnd && there < thereEnd)
            {
                var start = Math.Max(_starts[here] + dx, _starts[there]);
                var end = Math.Min(_ends[here] + dx, _ends[there]);
                overlap += Math.Max(0, end - start);
                if (_ends[here] + dx < _ends[there])
                    here++;
                else
                    there++;
            }
        }

        return overlap;
    }
}
