namespace HcsGrid.Imaging.Nuclei;

/// <summary>
/// Smooths a plane by boxes: twice along rows, twice along columns, which comes near a Gaussian.
/// </summary>
/// <remarks>Whole numbers: 8-bit samples are first made 256 times as large, so that smoothing has room below one step.
/// Beyond the border the outermost pixel counts on.</remarks>
internal static class PlaneSmoothing
{
    /// <summary>Fills <paramref name="target"/> with the smoothed plane.</summary>
    /// <param name="plane">The plane.</param>
    /// <param name="radius">Pixels to each side that a box takes; 1 or more.</param>
    /// <param name="target">One number a pixel.</param>
    /// <param name="spare">As long; what is left in it means nothing.</param>
    public static void Smooth(Plane plane, int radius, Span<ushort> target, Span<ushort> spare)
    {
        Widen(plane, target);
        var (width, height) = (plane.Width, plane.Height);
        for (var row = 0; row < height; row++)
        {
            var line = target.Slice(row * width, width);
            var other = spare.Slice(row * width, width);
            Along(line, other, radius);
            Along(other, line, radius);
        }

        Down(target, spare, width, height, radius);
        Down(spare, target, width, height, radius);
    }

    private static void Widen(Plane plane, Span<ushort> target)
    {
        if (plane.Type == SampleType.UInt16)
        {
            plane.UInt16Samples.CopyTo(target);
            return;
        }

        var samples = plane.UInt8Samples;
        for (var i = 0; i < samples.Length; i++)
            target[i] = (ushort)(samples[i] << 8);
    }

    private static void Along(ReadOnlySpan<ushort> line, Span<ushort> target, int radius)
    {
        var (last, size) = (line.Length - 1, (2 * radius) + 1L);
        var sum = 0L;
        for (var x = -radius; x <= radius; x++)
            sum += line[Math.Clamp(x, 0, last)];
        for (var x = 0; x <= last; x++)
        {
            target[x] = (ushort)((sum + radius) / size);
            sum += line[Math.Min(x + radius + 1, last)] - line[Math.Max(x - radius, 0)];
        }
    }

    private static void Down(
        ReadOnlySpan<ushort> pixels, Span<ushort> target, int width, int height, int radius)
    {
        var (last, size) = (height - 1, (2 * radius) + 1L);
        var sums = new long[width];
        for (var y = -radius; y <= radius; y++)
            Add(pixels.Slice(Math.Clamp(y, 0, last) * width, width), sums);
        for (var y = 0; y <= last; y++)
        {
            var line = target.Slice(y * width, width);
            for (var x = 0; x < width; x++)
                line[x] = (ushort)((sums[x] + radius) / size);
            var next = pixels.Slice(Math.Min(y + radius + 1, last) * width, width);
            var gone = pixels.Slice(Math.Max(y - radius, 0) * width, width);
            for (var x = 0; x < width; x++)
                sums[x] += next[x] - gone[x];
        }
    }

    private static void Add(ReadOnlySpan<ushort> line, long[] sums)
    {
        for (var x = 0; x < sums.Length; x++)
            sums[x] += line[x];
    }
}
