using System.Numerics.Tensors;
using HcsGrid.Imaging;
using HcsGrid.Plates;

namespace HcsGrid.Inference.Detection;

/// <summary>
/// Reads the mask of an image from a file: white where to look, or where not to.
/// </summary>
public static class RegionMask
{
    /// <summary>Decodes a mask that has the image's size.</summary>
    /// <param name="file">The mask's file.</param>
    /// <param name="decoder">What decodes it.</param>
    /// <param name="asked">What the mask was asked for by, such as <c>--region</c>: for the message.</param>
    /// <param name="image">The image's name: for the message.</param>
    /// <param name="width">The image's width, in pixels.</param>
    /// <param name="height">The image's height, in pixels.</param>
    /// <returns>The mask, the caller's to dispose.</returns>
    /// <exception cref="ScreenDataException">It cannot be decoded, has another size, or is neither black nor has a
    /// white pixel, as a mask of 0 and 1.</exception>
    public static Plane Decode(
        ReadOnlyMemory<byte> file, ImageDecoder decoder, string asked, string image, int width, int height)
    {
        // Told by the header, before memory is taken for a mask that cannot be used.
        var header = decoder.ReadHeader(file);
        if (header.Width != width || header.Height != height)
        {
            throw new ScreenDataException(
                $"The mask ({asked}) has {header.Width} x {header.Height} pixels, the image {image} " +
                $"{width} x {height}; they must be the same", Place.Unknown);
        }

        var mask = decoder.DecodePlane(file);
        var (brightest, white) = mask.Type == SampleType.UInt8
            ? (TensorPrimitives.Max(mask.UInt8Samples), byte.MaxValue)
            : (TensorPrimitives.Max(mask.UInt16Samples), ushort.MaxValue);
        if (brightest is 0 || brightest > white / 2)
            return mask;
        mask.Dispose();
        throw new ScreenDataException(
            $"The mask ({asked}) has no white pixel: its brightest is {brightest} of {white}; use 0 and {white}",
            Place.Unknown);
    }
}
