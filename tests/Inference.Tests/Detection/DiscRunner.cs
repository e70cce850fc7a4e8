namespace HcsGrid.Inference.Tests.Detection;

/// <summary>
/// A runner of a <see cref="DiscModel"/>.
/// </summary>
internal sealed class DiscRunner(ModelCard card) : ITileRunner
{
    private static readonly (int X, int Y)[][] _discs = [Offsets(0, -100, 0), Offsets(1, -100, 0)];
    private static readonly (int X, int Y)[][] _rings = [Offsets(0, 0, 3), Offsets(1, 0, 3)];

    private readonly float[] _input = new float[card.BatchSize * card.Input.TileLength];
    private readonly float[] _output = new float[card.BatchSize * card.RequireTileOutputLength()];

    public Span<float> Input => _input;

    public ReadOnlySpan<float> Embedding => _output;

    public void Run()
    {
        var (size, cells) = (card.Input.WidthPixels, card.Input.WidthPixels / DiscModel.CellPixels);
        for (var tile = 0; tile < card.BatchSize; tile++)
        {
            var input = _input.AsSpan(tile * size * size, size * size);
            var centres = _output.AsSpan(2 * tile * cells * cells, cells * cells);
            var diameters = _output.AsSpan(((2 * tile) + 1) * cells * cells, cells * cells);
            for (var cell = 0; cell < cells * cells; cell++)
            {
                var (y, x) = (DiscModel.CellPixels * (cell / cells), DiscModel.CellPixels * (cell % cells));
                var (small, large) = (FitOf(input, size, x, y, 0), FitOf(input, size, x, y, 1));
                centres[cell] = Math.Max(0, Math.Max(small, large));
                diameters[cell] = (float)DiscModel.DiametersNm[small >= large ? 0 : 1];
            }
        }
    }

    public void Dispose()
    {
    }

    /// <summary>The mean brightness of a ring minus that of the disc in it.</summary>
    private static float FitOf(ReadOnlySpan<float> input, int size, int left, int top, int kind) =>
        MeanOf(input, size, left, top, _rings[kind]) - MeanOf(input, size, left, top, _discs[kind]);

    private static float MeanOf(ReadOnlySpan<float> input, int size, int left, int top, (int X, int Y)[] offsets)
    {
        var sum = 0f;
        foreach (var (x, y) in offsets)
        {
            if ((uint)(left + x) < (uint)size && (uint)(top + y) < (uint)size)
                sum += input[((top + y) * size) + left + x];
        }

        return sum / offsets.Length;
    }

    /// <summary>Pixels between two distances from a disc's rim, seen from a cell's first pixel.</summary>
    private static (int X, int Y)[] Offsets(int kind, double from, double to)
    {
        var radius = DiscModel.DiametersNm[kind] / DiscModel.PixelNm / 2;
        var offsets = new List<(int, int)>();
        for (var y = -DiscModel.HaloPixels; y <= DiscModel.HaloPixels; y++)
        {
            for (var x = -DiscModel.HaloPixels; x <= DiscModel.HaloPixels; x++)
            {
                var distance = Math.Sqrt(((x - 0.5) * (x - 0.5)) + ((y - 0.5) * (y - 0.5))) - radius;
                if (distance > from && distance <= to)
                    offsets.Add((x, y));
            }
        }

        return [.. offsets];
    }
}
