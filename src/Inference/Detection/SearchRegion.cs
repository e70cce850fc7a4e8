using HcsGrid.Imaging;
using HcsGrid.Plates;

namespace HcsGrid.Inference.Detection;

/// <summary>
/// Where in an image particles count: where a mask says to look, without what another leaves out.
/// </summary>
/// <remarks>
/// A mask has the image's size; a pixel of half the largest sample or more is white, so that masks of 0 and 255 (or
/// 65535) survive a lossy file. Without masks the region is the whole image.
/// </remarks>
public sealed class SearchRegion
{
    private readonly bool[]? _isIn;

    private SearchRegion(int width, int height, bool[]? isIn)
    {
        (Width, Height, _isIn) = (width, height, isIn);
        PixelCount = isIn?.LongCount(p => p) ?? (long)width * height;
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Pixels in the region.</summary>
    public long PixelCount { get; }

    /// <summary>True where the region is the whole image, because there is no mask.</summary>
    public bool IsWhole => _isIn is null;

    /// <summary>The region of an image of this size.</summary>
    /// <param name="include">White where to look; null for everywhere.</param>
    /// <param name="exclude">White where not to look; null for nowhere.</param>
    /// <exception cref="ScreenDataException">A mask has another size than the image.</exception>
    public static SearchRegion Of(int width, int height, Plane? include, Plane? exclude)
    {
        if (include is null && exclude is null)
            return new SearchRegion(width, height, null);
        var isIn = new bool[width * height];
        Array.Fill(isIn, true);
        if (include is not null)
            Keep(include, white: true, width, height, isIn);
        if (exclude is not null)
            Keep(exclude, white: false, width, height, isIn);
        return new SearchRegion(width, height, isIn);
    }

    /// <summary>True where a pixel is in the region.</summary>
    public bool Contains(int x, int y) => _isIn?[(y * Width) + x] ?? true;

    /// <summary>True where the pixel under a particle's centre is in the region.</summary>
    public bool Contains(Particle particle) => Contains(
        Math.Clamp((int)Math.Floor(particle.XPixels + 0.5), 0, Width - 1),
        Math.Clamp((int)Math.Floor(particle.YPixels + 0.5), 0, Height - 1));

    private static void Keep(Plane mask, bool white, int width, int height, bool[] isIn)
    {
        if (mask.Width != width || mask.Height != height)
        {
            throw new ScreenDataException(
                $"the mask has {mask.Width} x {mask.Height} pixels, the image {width} x {height}; " +
                "they must be the same",
                Place.Unknown);
        }

        if (mask.Type == SampleType.UInt8)
        {
            var narrow = mask.UInt8Samples;
            for (var i = 0; i < isIn.Length; i++)
                isIn[i] &= narrow[i] >= 128 == white;
            return;
        }

        var wide = mask.UInt16Samples;
        for (var i = 0; i < isIn.Length; i++)
            isIn[i] &= wide[i] >= 32768 == white;
    }
}
