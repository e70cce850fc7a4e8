namespace HcsGrid.Imaging.Nuclei;

/// <summary>
/// Fills the small holes of a mask: background that the mask encloses.
/// </summary>
/// <remarks>Background hangs together by sides, not by corners. What reaches the image's border is no hole.</remarks>
internal static class SmallHoles
{
    /// <summary>Fills the holes.</summary>
    /// <param name="mask">1 in the mask, 0 outside.</param>
    /// <param name="width">The image's width.</param>
    /// <param name="height">The image's height.</param>
    /// <param name="largest">The largest hole that is filled, in pixels.</param>
    /// <param name="seen">One number a pixel; what is left in it means nothing.</param>
    /// <param name="queue">Likewise.</param>
    public static void Fill(
        Span<ushort> mask, int width, int height, double largest, Span<int> seen, Span<int> queue)
    {
        seen.Clear();
        for (var start = 0; start < mask.Length; start++)
        {
            if (mask[start] != 0 || seen[start] != 0)
                continue;
            var (count, isEnclosed) = Spread(mask, width, height, start, seen, queue);
            if (!isEnclosed || count > largest)
                continue;
            foreach (var pixel in queue[..count])
                mask[pixel] = 1;
        }
    }

    /// <summary>Collects the background that hangs together with a pixel.</summary>
    private static (int Count, bool IsEnclosed) Spread(
        ReadOnlySpan<ushort> mask, int width, int height, int start, Span<int> seen, Span<int> queue)
    {
        var (taken, count, isEnclosed) = (0, 1, true);
        queue[0] = start;
        seen[start] = 1;
        Span<int> neighbours = stackalloc int[4];
        while (taken < count)
        {
            var pixel = queue[taken++];
            var (y, x) = Math.DivRem(pixel, width);
            neighbours[0] = y > 0 ? pixel - width : -1;
            neighbours[1] = x > 0 ? pixel - 1 : -1;
            neighbours[2] = x < width - 1 ? pixel + 1 : -1;
            neighbours[3] = y < height - 1 ? pixel + width : -1;
            foreach (var neighbour in neighbours)
            {
                if (neighbour < 0)
                {
                    isEnclosed = false;
                }
                else if (mask[neighbour] == 0 && seen[neighbour] == 0)
                {
                    seen[neighbour] = 1;
                    queue[count++] = neighbour;
                }
            }
        }

        return (count, isEnclosed);
    }
}
