using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace HcsGrid.Imaging.Formats;

/// <summary>
/// Reads the samples of a TIFF page whose strips are not compressed or are in LZW, what most instruments write, or in
/// LZMA, which npm's libvips lacks.
/// </summary>
/// <remarks>
/// Uncompressed samples are copied at the speed of memory, LZW is unpacked faster than libtiff does. Whatever is out
/// of the ordinary (tiles, separate planes, reversed bits, strips too short or irregular) is left to libvips, which
/// reads it or says what is wrong.
/// </remarks>
internal static class TiffStripReader
{
    /// <summary>LZW packs at most 4,094 bytes into 12 bits, so a page is at most so many times its file.</summary>
    private const int MaxLzwExpansion = 2730;

    /// <summary>LZMA packs at most 273 bytes into a few hundredths of a byte each time.</summary>
    private const int MaxLzmaExpansion = 8192;

    /// <summary>
    /// All bands of the page, interleaved, in the machine's byte order; null where libvips must decide.
    /// </summary>
    public static PixelBuffer? TryRead(ReadOnlySpan<byte> file, PageLayout layout, PixelPool pool)
    {
        if (layout.Strips is not { } strips)
            return null;
        var rowBytes = (long)layout.Width * layout.BandCount * layout.SampleType.ByteCount();
        var byteCount = rowBytes * layout.Height;
        if (byteCount > (long)file.Length * ExpansionOf(strips.Compression)
            || byteCount > Array.MaxLength - PixelPool.Alignment)
            return null;
        var buffer = pool.Rent((int)byteCount);
        if (!TryRead(file, layout, strips, (int)rowBytes, buffer.Bytes))
        {
            buffer.Dispose();
            return null;
        }

        Finish(buffer.Bytes, layout, strips, (int)rowBytes);
        return buffer;
    }

    private static bool TryRead(
        ReadOnlySpan<byte> file, PageLayout layout, TiffStrips strips, int rowBytes, Span<byte> target)
    {
        var bytes = new TiffBytes(file, strips.IsBigEndian);
        for (var row = 0; row < layout.Height; row += strips.RowsPerStrip)
        {
            var index = (ulong)(row / strips.RowsPerStrip);
            var size = Math.Min(strips.RowsPerStrip, layout.Height - row) * rowBytes;
            var start = strips.Offsets.Value(bytes, index, "StripOffsets");
            if (start > (ulong)file.Length)
                return false;
            var rest = (ulong)file.Length - start;
            var declared = strips.ByteCounts.Count == 0
                ? rest
                : strips.ByteCounts.Value(bytes, index, "StripByteCounts");
            var strip = file.Slice((int)start, (int)Math.Min(declared, rest));
            if (!TryUnpack(strips.Compression, strip, target[..size]))
                return false;
            target = target[size..];
        }

        return true;
    }

    private static bool TryUnpack(int compression, ReadOnlySpan<byte> strip, Span<byte> target)
    {
        if (compression == TiffCompression.Lzw)
            return LzwDecoder.TryDecode(strip, target);
        if (compression == TiffCompression.Lzma)
            return XzDecoder.TryDecode(strip, target);
        if (strip.Length < target.Length)
            return false;
        strip[..target.Length].CopyTo(target);
        return true;
    }

    private static int ExpansionOf(int compression) => compression switch
    {
        TiffCompression.Lzw => MaxLzwExpansion,
        TiffCompression.Lzma => MaxLzmaExpansion,
        _ => 1,
    };

    private static void Finish(Span<byte> pixels, PageLayout layout, TiffStrips strips, int rowBytes)
    {
        var isWide = layout.SampleType == SampleType.UInt16;
        var words = isWide ? MemoryMarshal.Cast<byte, ushort>(pixels) : [];
        if (isWide && strips.IsBigEndian == BitConverter.IsLittleEndian)
            BinaryPrimitives.ReverseEndianness(words, words);
        if (strips.IsDifferenced && isWide)
            Sum(words, rowBytes / 2, layout.BandCount);
        else if (strips.IsDifferenced)
            Sum(pixels, rowBytes, layout.BandCount);
        if (layout.Photometric == Photometric.WhiteIsZero)
            BandPicker.Invert(pixels);
    }

    /// <summary>
    /// Undoes the horizontal predictor: each sample is stored as the difference from its left neighbour's.
    /// </summary>
    private static void Sum<T>(Span<T> samples, int rowLength, int bandCount)
        where T : unmanaged, IBinaryInteger<T>
    {
        for (; !samples.IsEmpty; samples = samples[rowLength..])
        {
            for (var i = bandCount; i < rowLength; i++)
                samples[i] += samples[i - bandCount];
        }
    }
}
