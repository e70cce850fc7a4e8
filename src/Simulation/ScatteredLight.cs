namespace HcsGrid.Simulation;

/// <summary>
/// The faint, wide glow that a widefield microscope adds around everything bright.
/// </summary>
/// <remarks>Block means of <see cref="BlockSide"/> pixels, smoothed, read back by bilinear interpolation.</remarks>
internal sealed class ScatteredLight
{
    public const int BlockSide = 16;

    private readonly int _columns;
    private readonly int _rows;
    private readonly float[] _blocks;

    public ScatteredLight(Canvas canvas)
    {
        _columns = (canvas.Width + BlockSide - 1) / BlockSide;
        _rows = (canvas.Height + BlockSide - 1) / BlockSide;
        _blocks = new float[_columns * _rows];
        for (var y = 0; y < canvas.Height; y++)
        {
            var row = canvas.Row(y);
            var target = _blocks.AsSpan(y / BlockSide * _columns, _columns);
            for (var column = 0; column < _columns; column++)
            {
                var sum = 0f;
                foreach (var value in row[(column * BlockSide)..Math.Min(row.Length, (column + 1) * BlockSide)])
                    sum += value;
                target[column] += sum;
            }
        }

        for (var i = 0; i < _blocks.Length; i++)
        {
            var width = Math.Min(BlockSide, canvas.Width - (i % _columns * BlockSide));
            var height = Math.Min(BlockSide, canvas.Height - (i / _columns * BlockSide));
            _blocks[i] /= width * height;
        }

        for (var pass = 0; pass < 3; pass++)
        {
            Smooth(_rows, _columns, 1, _columns);
            Smooth(_columns, _rows, _columns, 1);
        }
    }

    /// <summary>The glow along a row of pixels.</summary>
    public void FillRow(int y, Span<float> row)
    {
        var (upper, fy) = Between(y, _rows);
        var lower = Math.Min(upper + 1, _rows - 1);
        for (var x = 0; x < row.Length; x++)
        {
            var (left, fx) = Between(x, _columns);
            var right = Math.Min(left + 1, _columns - 1);
            var a = _blocks[(upper * _columns) + left];
            var b = _blocks[(upper * _columns) + right];
            var c = _blocks[(lower * _columns) + left];
            var d = _blocks[(lower * _columns) + right];
            var top = a + (fx * (b - a));
            row[x] = top + (fy * (c + (fx * (d - c)) - top));
        }
    }

    private static (int Index, float Share) Between(int pixel, int count)
    {
        var place = Math.Clamp(((pixel + 0.5f) / BlockSide) - 0.5f, 0, count - 1);
        var index = (int)place;
        return (index, place - index);
    }

    private void Smooth(int lines, int length, int step, int lineStep)
    {
        for (var line = 0; line < lines; line++)
        {
            var start = line * lineStep;
            var before = _blocks[start];
            for (var i = 0; i < length; i++)
            {
                var at = start + (i * step);
                var here = _blocks[at];
                var after = i + 1 < length ? _blocks[at + step] : here;
                _blocks[at] = (0.25f * before) + (0.5f * here) + (0.25f * after);
                before = here;
            }
        }
    }
}
