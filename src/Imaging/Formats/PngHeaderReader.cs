using System.Buffers.Binary;
using HcsGrid.Plates;

namespace HcsGrid.Imaging.Formats;

/// <summary>
/// Reads a PNG's header chunk.
/// </summary>
internal static class PngHeaderReader
{
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static bool IsPng(ReadOnlySpan<byte> file) => file.Length >= 4 && file[..4].SequenceEqual(Signature[..4]);

    public static PageLayout Read(ReadOnlySpan<byte> file, long maxPixels)
    {
        if (file.Length < 33)
            throw Error($"the PNG is truncated: its header takes 33 bytes, the file has {file.Length}");
        if (!file.StartsWith(Signature) || !file.Slice(12, 4).SequenceEqual("IHDR"u8))
            throw Error("the PNG's header is damaged");
        var width = BinaryPrimitives.ReadUInt32BigEndian(file[16..]);
        var height = BinaryPrimitives.ReadUInt32BigEndian(file[20..]);
        PixelBounds.Check(width, height, maxPixels);
        var (bandCount, alphaCount, photometric, name) = file[25] switch
        {
            0 => (1, 0, Photometric.BlackIsZero, "gray"),
            2 => (3, 0, Photometric.Rgb, "RGB"),
            3 => (1, 0, Photometric.Palette, "palette"),
            4 => (2, 1, Photometric.BlackIsZero, "gray with alpha"),
            6 => (4, 1, Photometric.Rgb, "RGB with alpha"),
            _ => throw Error($"the PNG has colour type {file[25]}, which does not exist"),
        };
        return new PageLayout
        {
            Format = FileFormat.Png,
            Width = (int)width,
            Height = (int)height,
            BandCount = bandCount,
            AlphaCount = alphaCount,
            BitCount = file[24],
            Photometric = photometric,
            ColorName = name,
        };
    }

    private static ScreenDataException Error(string reason) => new(reason, Place.Unknown);
}
