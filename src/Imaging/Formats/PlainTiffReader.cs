using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace HcsGrid.Imaging.Formats;

/// <summary>
/// Copies the samples of an uncompressed TIFF page out of the file, at the speed of memory.
/// </summary>
/// <remarks>
/// Most instruments write such files. Whatever is out of the ordinary (tiles, separate planes, reversed bits, strips that
/// are too short) is left to libvips, which reads it or says what is wrong.
/// </remarks>
internal static class PlainTiffReader
{
    /// <summary>All bands of the page, interleaved, in the machine's byte order; null where libvips must decide.</summary>
    public static PixelBuffer? TryRead(ReadOnlySpan<byte> file, PageLayout layout, PixelPool pool)
    {
        if (layout.PlainStrips is not { } strips)
            return null;
        var type = layout.SampleType;
        var rowBytes = (long)layout.Width * layout.BandCount * type.ByteCount();
        if (rowBytes * layout.Height > file.Length)
            return null;
        var bytes = new TiffBytes(file, strips.IsBigEndian);
        var buffer = pool.Rent((int)(rowBytes * layout.Height));
        var target = buffer.Bytes;
        for (var row = 0; row < layout.Height; row += strips.RowsPerStrip)
        {
            var index = (ulong)(row / strips.RowsPerStrip);
            var size = (int)(Math.Min(strips.RowsPerStrip, layout.Height - row) * rowBytes);
            var start = strips.Offsets.Value(bytes, index, "StripOffsets");
            var declared = strips.ByteCounts.Count == 0
                ? (ulong)size
                : strips.ByteCounts.Value(bytes, index, "StripByteCounts");
            if (declared < (ulong)size || start > (ulong)(file.Length - size))
            {
                buffer.Dispose();
                return null;
            }

            file.Slice((int)start, size).CopyTo(target);
            target = target[size..];
        }

        if (type == SampleType.UInt16 && strips.IsBigEndian == BitConverter.IsLittleEndian)
        {
            var words = MemoryMarshal.Cast<byte, ushort>(buffer.Bytes);
            BinaryPrimitives.ReverseEndianness(words, words);
        }

        if (layout.Photometric == Photometric.WhiteIsZero)
            BandPicker.Invert(buffer.Bytes);
        return buffer;
    }
}
