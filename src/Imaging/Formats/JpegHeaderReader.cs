using System.Buffers.Binary;
using HcsGrid.Plates;

namespace HcsGrid.Imaging.Formats;

/// <summary>
/// Reads a JPEG's frame header, walking over the segments before it.
/// </summary>
internal static class JpegHeaderReader
{
    public static bool IsJpeg(ReadOnlySpan<byte> file) =>
        file.Length >= 3 && file[..3].SequenceEqual<byte>([0xFF, 0xD8, 0xFF]);

    public static PageLayout Read(ReadOnlySpan<byte> file, long maxPixels)
    {
        var position = 2;
        while (true)
        {
            if (file.Length - position < 4)
                throw Truncated(file);
            if (file[position] != 0xFF)
                throw Error($"the JPEG has no marker at byte {position}");
            var marker = file[position + 1];
            if (marker == 0xFF)
            {
                position++;
                continue;
            }

            if (marker is 0x01 or (>= 0xD0 and <= 0xD8))
            {
                position += 2;
                continue;
            }

            if (marker is 0xD9 or 0xDA)
                throw Error("the JPEG has no frame header before its data");
            var length = BinaryPrimitives.ReadUInt16BigEndian(file[(position + 2)..]);
            if (length < 2)
                throw Error($"the JPEG has a segment of {length} bytes at byte {position}");
            if (file.Length - position - 2 < length)
                throw Truncated(file);
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
                return Describe(file.Slice(position + 4, length - 2), maxPixels);
            position += 2 + length;
        }
    }

    private static PageLayout Describe(ReadOnlySpan<byte> frame, long maxPixels)
    {
        if (frame.Length < 6)
            throw Error($"the JPEG's frame header has {frame.Length} bytes");
        var height = BinaryPrimitives.ReadUInt16BigEndian(frame[1..]);
        var width = BinaryPrimitives.ReadUInt16BigEndian(frame[3..]);
        PixelBounds.Check(width, height, maxPixels);
        var bandCount = frame[5];
        return new PageLayout
        {
            Format = FileFormat.Jpeg,
            Width = width,
            Height = height,
            BandCount = bandCount,
            BitCount = frame[0],
            Photometric = bandCount switch
            {
                1 => Photometric.BlackIsZero,
                3 => Photometric.Rgb,
                _ => Photometric.Other,
            },
            ColorName = bandCount switch
            {
                1 => "gray",
                3 => "YCbCr or RGB",
                4 => "CMYK",
                _ => $"{bandCount} components",
            },
        };
    }

    private static ScreenDataException Truncated(ReadOnlySpan<byte> file) =>
        Error($"the JPEG is truncated: its header goes on past the file's {file.Length} bytes");

    private static ScreenDataException Error(string reason) => new(reason, Place.Unknown);
}
