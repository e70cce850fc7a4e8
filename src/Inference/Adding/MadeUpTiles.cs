namespace HcsGrid.Inference.Adding;

/// <summary>
/// Tiles that look a little like cells, to try a model on: soft spots and noise on a dark ground.
/// </summary>
/// <remarks>The same numbers on every machine: sums and products of whole numbers and fractions, in one
/// order.</remarks>
internal static class MadeUpTiles
{
    private const int SpotCount = 12;

    /// <summary>Fills tiles, shape (tiles, planes, height, width), all different, from the scaling's low to
    /// high.</summary>
    public static void Fill(Span<float> tiles, ModelInput input)
    {
        var planeLength = input.HeightPixels * input.WidthPixels;
        var (low, high) = ((float)input.PixelScaling.Low, (float)input.PixelScaling.High);
        for (var plane = 0; plane < tiles.Length / planeLength; plane++)
        {
            var target = tiles.Slice(plane * planeLength, planeLength);
            FillPlane(target, input.WidthPixels, (uint)plane + 1);
            foreach (ref var value in target)
                value = low + ((high - low) * value);
        }
    }

    private static void FillPlane(Span<float> plane, int width, uint seed)
    {
        var state = seed * 2654435761u;
        var height = plane.Length / width;
        for (var i = 0; i < plane.Length; i++)
            plane[i] = 0.05f + (0.1f * Next(ref state));
        for (var spot = 0; spot < SpotCount; spot++)
        {
            var (x, y) = (Next(ref state) * width, Next(ref state) * height);
            var radius = 2 + (Next(ref state) * Math.Min(width, height) / 8);
            var bright = 0.2f + (0.65f * Next(ref state));
            for (var row = Math.Max(0, (int)(y - radius)); row < Math.Min(height, (int)(y + radius) + 1); row++)
            {
                for (var column = Math.Max(0, (int)(x - radius)); column < Math.Min(width, (int)(x + radius) + 1);
                    column++)
                {
                    var far = (((column - x) * (column - x)) + ((row - y) * (row - y))) / (radius * radius);
                    ref var value = ref plane[(row * width) + column];
                    if (far < 1)
                        value = Math.Min(1, Math.Max(value, bright * (1 - (far * far))));
                }
            }
        }
    }

    /// <summary>The next number of a row by chance, 0 to 1 (xorshift of 32 bits).</summary>
    private static float Next(ref uint state)
    {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        return (state >> 8) / (float)(1 << 24);
    }
}
