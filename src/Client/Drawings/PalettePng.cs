using System.Buffers.Binary;
using System.IO.Compression;

namespace HcsGrid.Client.Drawings;

/// <summary>
/// Encodes a picture of at most 256 colours as PNG.
/// </summary>
internal static class PalettePng
{
    /// <summary>The file's bytes; one byte a pixel names its colour (0xRRGGBB).</summary>
    public static byte[] Encode(int width, int height, ReadOnlySpan<byte> pixels, ReadOnlySpan<int> palette)
    {
        using var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        // 8 bits an index; deflate, no filter, not interlaced.
        (header[8], header[9]) = (8, 3);
        Write(file, "IHDR"u8, header);
        var colours = new byte[3 * palette.Length];
        for (var i = 0; i < palette.Length; i++)
        {
            (colours[3 * i], colours[(3 * i) + 1], colours[(3 * i) + 2]) =
                ((byte)(palette[i] >> 16), (byte)(palette[i] >> 8), (byte)palette[i]);
        }

        Write(file, "PLTE"u8, colours);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (var row = 0; row < height; row++)
            {
                zlib.WriteByte(0);
                zlib.Write(pixels.Slice(row * width, width));
            }
        }

        Write(file, "IDAT"u8, packed.ToArray());
        Write(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static void Write(MemoryStream file, ReadOnlySpan<byte> kind, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(kind);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Check(Check(uint.MaxValue, kind), data));
        file.Write(number);
    }

    private static uint Check(uint sum, ReadOnlySpan<byte> data)
    {
        foreach (var value in data)
        {
            sum ^= value;
            for (var bit = 0; bit < 8; bit++)
                sum = (sum & 1) != 0 ? (sum >> 1) ^ 0xEDB88320 : sum >> 1;
        }

        return sum;
    }
}
