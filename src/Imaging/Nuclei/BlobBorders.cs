namespace HcsGrid.Imaging.Nuclei;

/// <summary>
/// Draws the border of each blob of the foreground at a share of the blob's own brightness.
/// </summary>
/// <remarks>One threshold for the whole image lies low on the slope of a bright nucleus: its halo counts, and halos of
/// neighbours run into each other. Blobs hang together by sides and corners.</remarks>
internal static class BlobBorders
{
    /// <summary>The share of its mean brightness above the background at which a blob ends.</summary>
    public const double BorderShare = 0.5;

    /// <summary>Puts 1 where a nucleus is, 0 elsewhere, in place of the pixels.</summary>
    /// <param name="pixels">The pixels above their background, which is <see cref="LocalBackground.Zero"/>.</param>
    /// <param name="width">The image's width.</param>
    /// <param name="height">The image's height.</param>
    /// <param name="threshold">The least that is above the whole image's threshold.</param>
    /// <param name="seen">One number a pixel; what is left in it means nothing.</param>
    /// <param name="queue">Likewise.</param>
    public static void Mask(
        Span<ushort> pixels, int width, int height, int threshold, Span<int> seen, Span<int> queue)
    {
        seen.Clear();
        for (var start = 0; start < pixels.Length; start++)
        {
            if (seen[start] != 0)
                continue;
            if (pixels[start] <= threshold)
            {
                pixels[start] = 0;
                continue;
            }

            var blob = queue[..Spread(pixels, width, height, threshold, start, seen, queue)];
            var sum = 0L;
            foreach (var pixel in blob)
                sum += pixels[pixel] - LocalBackground.Zero;
            var border = LocalBackground.Zero + (BorderShare * sum / blob.Length);
            foreach (var pixel in blob)
                pixels[pixel] = pixels[pixel] > border ? (ushort)1 : (ushort)0;
        }
    }

    private static int Spread(
        ReadOnlySpan<ushort> pixels, int width, int height, int threshold, int start, Span<int> seen,
        Span<int> queue)
    {
        var (taken, count) = (0, 1);
        queue[0] = start;
        seen[start] = 1;
        while (taken < count)
        {
            var (y, x) = Math.DivRem(queue[taken++], width);
            for (var otherY = Math.Max(0, y - 1); otherY <= Math.Min(height - 1, y + 1); otherY++)
            {
                for (var otherX = Math.Max(0, x - 1); otherX <= Math.Min(width - 1, x + 1); otherX++)
                {
                    var other = (otherY * width) + otherX;
                    if (seen[other] != 0 || pixels[other] <= threshold)
                        continue;
                    seen[other] = 1;
                    queue[count++] = other;
                }
            }
        }

        return count;
    }
}
