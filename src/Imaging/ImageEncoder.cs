using System.Runtime.InteropServices;
using HcsGrid.Imaging.Vips;

namespace HcsGrid.Imaging;

/// <summary>
/// Writes images: TIFF for simulated plates, PNG and JPEG for pictures in reports.
/// </summary>
/// <remarks>
/// The same samples give the same bytes: no date, no program's name and no metadata is written. Samples are row by row
/// without padding, the bands of a pixel together.
/// </remarks>
public static class ImageEncoder
{
    /// <summary>A gray TIFF of 16 bits, Deflate-compressed with the horizontal predictor.</summary>
    public static byte[] EncodeTiff(ReadOnlySpan<ushort> samples, int width, int height)
    {
        Check(samples.Length, width, height, 1);
        return VipsSaver.Encode(
            "tiffsave_buffer\0"u8, "compression=deflate,predictor=horizontal,level=6,keep=none\0"u8,
            MemoryMarshal.AsBytes(samples), width, height, 1, SampleType.UInt16);
    }

    /// <summary>A gray TIFF of 8 bits, Deflate-compressed with the horizontal predictor.</summary>
    public static byte[] EncodeTiff(ReadOnlySpan<byte> samples, int width, int height)
    {
        Check(samples.Length, width, height, 1);
        return VipsSaver.Encode(
            "tiffsave_buffer\0"u8, "compression=deflate,predictor=horizontal,level=6,keep=none\0"u8,
            samples, width, height, 1,
            SampleType.UInt8);
    }

    /// <summary>
    /// A gray TIFF of 16 bits without compression: larger, and written and read at the speed of memory.
    /// </summary>
    public static byte[] EncodePlainTiff(ReadOnlySpan<ushort> samples, int width, int height)
    {
        Check(samples.Length, width, height, 1);
        return VipsSaver.Encode(
            "tiffsave_buffer\0"u8, "compression=none,keep=none\0"u8, MemoryMarshal.AsBytes(samples), width, height, 1,
            SampleType.UInt16);
    }

    /// <summary>A gray PNG of 8 bits.</summary>
    public static byte[] EncodePng(ReadOnlySpan<byte> gray, int width, int height)
    {
        Check(gray.Length, width, height, 1);
        return VipsSaver.Encode("pngsave_buffer\0"u8, PngOptions, gray, width, height, 1, SampleType.UInt8);
    }

    /// <summary>A gray PNG of 16 bits.</summary>
    public static byte[] EncodePng(ReadOnlySpan<ushort> gray, int width, int height)
    {
        Check(gray.Length, width, height, 1);
        return VipsSaver.Encode(
            "pngsave_buffer\0"u8, PngOptions, MemoryMarshal.AsBytes(gray), width, height, 1, SampleType.UInt16);
    }

    /// <summary>A colour PNG of 8 bits a band.</summary>
    public static byte[] EncodePngRgb(ReadOnlySpan<byte> rgb, int width, int height)
    {
        Check(rgb.Length, width, height, 3);
        return VipsSaver.Encode("pngsave_buffer\0"u8, PngOptions, rgb, width, height, 3, SampleType.UInt8);
    }

    /// <summary>A colour JPEG.</summary>
    /// <param name="quality">1 to 100.</param>
    public static byte[] EncodeJpegRgb(ReadOnlySpan<byte> rgb, int width, int height, int quality)
    {
        Check(rgb.Length, width, height, 3);
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        Span<byte> options = stackalloc byte[32];
        "keep=none,Q="u8.CopyTo(options);
        quality.TryFormat(options[12..], out var digits);
        options[12 + digits] = 0;
        return VipsSaver.Encode("jpegsave_buffer\0"u8, options, rgb, width, height, 3, SampleType.UInt8);
    }

    private static ReadOnlySpan<byte> PngOptions => "compression=6,keep=none\0"u8;

    private static void Check(int sampleCount, int width, int height, int bandCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (sampleCount != (long)width * height * bandCount)
            throw new ArgumentException(
                $"{sampleCount} samples are not an image of {width} x {height} pixels of {bandCount} bands.");
    }
}
