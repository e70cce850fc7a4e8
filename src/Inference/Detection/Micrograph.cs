using HcsGrid.Imaging;
using HcsGrid.Plates;

namespace HcsGrid.Inference.Detection;

/// <summary>
/// An image at the model's pixel size, and what its black and white are.
/// </summary>
/// <remarks>
/// Black is 0. White is 255 in 8 bits; in 16 bits it is the least 2ᵏ − 1 (k from 8 to 16) that no sample exceeds,
/// because cameras of 10, 12 or 14 bits write 16. A resampled image has 16 bits, whatever it had before.
/// </remarks>
internal sealed class Micrograph : IDisposable
{
    private readonly bool _isOurs;

    private Micrograph(Plane plane, double white, bool isOurs)
    {
        (Plane, _isOurs) = (plane, isOurs);
        Scale = new IntensityScale(0, white, Clip: false);
    }

    public Plane Plane { get; }

    public IntensityScale Scale { get; }

    /// <exception cref="ScreenDataException">The image would have more pixels than allowed, or be smaller than the
    /// smallest particle.</exception>
    public static Micrograph Prepare(Plane image, ModelScale scale, PixelPool pool, long maxPixels)
    {
        var white = WhiteOf(image);
        if (scale.Factor == 1)
            return new Micrograph(image, white, isOurs: false);
        var pixelNm = scale.Factor * scale.ModelPixelNm;
        if (Math.Max(image.Width, image.Height) * pixelNm < scale.MinimumDiameterNm)
        {
            throw new ScreenDataException(
                $"with pixels of {pixelNm:G3} nm the image of {image.Width} x {image.Height} is smaller than the " +
                $"smallest particle ({scale.MinimumDiameterNm} nm): is the pixel size in nanometres?",
                Place.Unknown);
        }

        var (width, height) = SizeAt(scale, image.Width, image.Height);
        if (width * height > maxPixels)
        {
            throw new ScreenDataException(
                $"the image of {image.Width} x {image.Height} pixels would have {width:F0} x {height:F0} at the " +
                $"model's {scale.ModelPixelNm} nm a pixel; {maxPixels} pixels are the most (MaxPixels)",
                Place.Unknown);
        }

        var resampled = PlaneResampler.Resample(image, (int)width, (int)height, scale.Factor, pool);
        return new Micrograph(
            resampled, image.Type == SampleType.UInt8 ? ushort.MaxValue : white, isOurs: true);
    }

    /// <summary>The size of an image at the model's pixel size, in pixels.</summary>
    public static (double Width, double Height) SizeAt(ModelScale scale, int width, int height) => scale.Factor == 1
        ? (width, height)
        : (SizeOf(width, scale.Factor), SizeOf(height, scale.Factor));

    public void Dispose()
    {
        if (_isOurs)
            Plane.Dispose();
    }

    private static double SizeOf(int size, double factor) =>
        Math.Max(1, Math.Round(size * factor, MidpointRounding.AwayFromZero));

    private static double WhiteOf(Plane image)
    {
        if (image.Type == SampleType.UInt8)
            return byte.MaxValue;
        var all = 255;
        foreach (var sample in image.UInt16Samples)
            all |= sample;
        var white = 255;
        while (white < all)
            white = (2 * white) + 1;
        return white;
    }
}
