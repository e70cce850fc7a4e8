using System.Runtime.InteropServices;
using HcsGrid.Plates;

namespace HcsGrid.Imaging;

/// <summary>
/// Takes one band out of interleaved samples.
/// </summary>
internal static class BandPicker
{
    /// <summary>The band to take: the one named, or the first where all but alpha are the same.</summary>
    public static int Choose(ReadOnlySpan<byte> pixels, SampleType type, int bandCount, int alphaCount, int? band)
    {
        if (band is { } named)
            return named >= 0 && named < bandCount
                ? named
                : throw new ScreenDataException(
                    $"the image has {bandCount} bands; there is none of index {named} "
                    + "(channels[].band of a job, --band of detect gold, from 0)",
                    Place.Unknown);
        var colorCount = Math.Max(1, bandCount - alphaCount);
        var isGray = type == SampleType.UInt8
            ? IsGray(pixels, bandCount, colorCount)
            : IsGray(MemoryMarshal.Cast<byte, ushort>(pixels), bandCount, colorCount);
        if (isGray)
            return 0;
        throw new ScreenDataException(
            $"the image has {colorCount} bands that differ, so it is not gray: name the one that holds the channel, "
            + $"0 to {colorCount - 1} (channels[].band of a job, --band of detect gold); masks are black and white",
            Place.Unknown);
    }

    public static void Copy(ReadOnlySpan<byte> pixels, SampleType type, int bandCount, int band, Span<byte> destination)
    {
        if (type == SampleType.UInt8)
            Copy(pixels, bandCount, band, destination);
        else
            Copy(
                MemoryMarshal.Cast<byte, ushort>(pixels), bandCount, band,
                MemoryMarshal.Cast<byte, ushort>(destination));
    }

    /// <summary>Maximum minus sample, for 8 and 16 bits alike.</summary>
    public static void Invert(Span<byte> pixels)
    {
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)~pixels[i];
    }

    private static void Copy<T>(ReadOnlySpan<T> pixels, int bandCount, int band, Span<T> destination)
        where T : unmanaged
    {
        for (int i = 0, from = band; i < destination.Length; i++, from += bandCount)
            destination[i] = pixels[from];
    }

    private static bool IsGray<T>(ReadOnlySpan<T> pixels, int bandCount, int colorCount)
        where T : unmanaged, IEquatable<T>
    {
        for (var start = 0; colorCount > 1 && start < pixels.Length; start += bandCount)
        {
            var first = pixels[start];
            for (var i = 1; i < colorCount; i++)
            {
                if (!pixels[start + i].Equals(first))
                    return false;
            }
        }

        return true;
    }
}
