namespace HcsGrid.Simulation;

/// <summary>
/// An image of light before the camera: one number a pixel, row by row.
/// </summary>
internal sealed class Canvas(int width, int height)
{
    public int Width { get; } = width;

    public int Height { get; } = height;

    public float[] Pixels { get; } = new float[width * height];

    public Span<float> Row(int y) => Pixels.AsSpan(y * Width, Width);

    public void Clear() => Array.Clear(Pixels);

    /// <summary>The pixels around a place, cut off at the image's borders; right and bottom are exclusive.</summary>
    public (int Left, int Top, int Right, int Bottom) BoxAround(double x, double y, double reach) => (
        Math.Max(0, (int)Math.Floor(x - reach)),
        Math.Max(0, (int)Math.Floor(y - reach)),
        Math.Min(Width, (int)Math.Ceiling(x + reach) + 1),
        Math.Min(Height, (int)Math.Ceiling(y + reach) + 1));

    /// <summary>Adds light at a place, shared among the four pixels around it.</summary>
    public void Splat(float x, float y, float light)
    {
        if (!(x >= 0 && y >= 0 && x < Width - 1 && y < Height - 1))
            return;
        var (left, top) = ((int)x, (int)y);
        var (fx, fy) = (x - left, y - top);
        var at = (top * Width) + left;
        var lower = light * fy;
        var upper = light - lower;
        Pixels[at] += upper * (1 - fx);
        Pixels[at + 1] += upper * fx;
        Pixels[at + Width] += lower * (1 - fx);
        Pixels[at + Width + 1] += lower * fx;
    }
}
