namespace HcsGrid.Imaging.Nuclei;

/// <summary>
/// Takes the background off a plane: a low percentile of each block of the image, between the blocks' middles
/// interpolated.
/// </summary>
/// <remarks>A block is several of the largest nuclei wide, so that a part of it is background. What is left is shifted
/// by <see cref="Zero"/>, for it may be less than none.</remarks>
internal static class LocalBackground
{
    /// <summary>What the background becomes.</summary>
    public const int Zero = 8192;

    /// <summary>Largest nuclei along a block's side.</summary>
    private const int NucleiOfBlock = 4;

    /// <summary>The share of a block's pixels that are as dark as its background: one in so many.</summary>
    private const int DarkShare = 10;

    private const int LeastBlockPixels = 32;

    /// <summary>Pixels along a block's side of which the percentile is taken.</summary>
    private const int SampleSide = 64;

    public static void Subtract(Span<ushort> pixels, int width, int height, double maximumDiameter)
    {
        var side = Math.Max(LeastBlockPixels, (int)Math.Round(maximumDiameter * NucleiOfBlock));
        var columns = Math.Max(1, width / side);
        var rows = Math.Max(1, height / side);
        var levels = new int[columns * rows];
        var samples = new ushort[SampleSide * SampleSide];
        for (var i = 0; i < levels.Length; i++)
        {
            var (row, column) = Math.DivRem(i, columns);
            levels[i] = Dark(
                pixels, width, StartOf(column, columns, width), StartOf(column + 1, columns, width),
                StartOf(row, rows, height), StartOf(row + 1, rows, height), samples);
        }

        var across = Array.ConvertAll(Enumerable.Range(0, width).ToArray(), x => Between(x, width, columns));
        for (var y = 0; y < height; y++)
        {
            var down = Between(y, height, rows);
            var line = pixels.Slice(y * width, width);
            for (var x = 0; x < width; x++)
            {
                var (first, part) = across[x];
                var next = Math.Min(first + 1, columns - 1);
                var upper = Mix(levels, down.First * columns, first, next, part);
                var below = Mix(levels, Math.Min(down.First + 1, rows - 1) * columns, first, next, part);
                var level = ((upper * (256 - down.Part)) + (below * down.Part) + (1 << 15)) >> 16;
                line[x] = (ushort)Math.Clamp(line[x] - level + Zero, 0, ushort.MaxValue);
            }
        }
    }

    private static int StartOf(int index, int count, int length) => (int)((long)index * length / count);

    /// <summary>The block whose middle lies before a place, and how far beyond it the place is, of 256 parts.
    /// </summary>
    private static (int First, int Part) Between(int place, int length, int count)
    {
        var far = Math.Max(0, ((((2L * place) + 1) * count * 256 / length) - 256) / 2);
        var first = (int)Math.Min(far / 256, count - 1);
        return (first, first == count - 1 ? 0 : (int)(far % 256));
    }

    private static long Mix(int[] levels, int row, int first, int next, int part) =>
        ((long)levels[row + first] * (256 - part)) + ((long)levels[row + next] * part);

    private static int Dark(
        ReadOnlySpan<ushort> pixels, int width, int left, int right, int top, int bottom, ushort[] samples)
    {
        var (stepX, stepY) = (StepOf(right - left), StepOf(bottom - top));
        var count = 0;
        for (var y = top; y < bottom; y += stepY)
        {
            for (var x = left; x < right; x += stepX)
                samples[count++] = pixels[(y * width) + x];
        }

        Array.Sort(samples, 0, count);
        return samples[count / DarkShare];
    }

    private static int StepOf(int length) => Math.Max(1, (length + SampleSide - 1) / SampleSide);
}
