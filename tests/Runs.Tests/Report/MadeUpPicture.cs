using System.Buffers.Binary;
using System.IO.Compression;

namespace HcsGrid.Runs.Tests.Report;

/// <summary>Small made-up micrographs as PNG addresses: bright blobs on black, the same for the same seed.</summary>
internal static class MadeUpPicture
{
    private const int Size = 96;

    public static string Of(int seed, int cellCount, double radius, int hue)
    {
        var random = new Random(seed);
        var light = new double[Size * Size];
        for (var cell = 0; cell < cellCount; cell++)
        {
            var (x, y) = (random.NextDouble() * Size, random.NextDouble() * Size);
            var (a, b) = (radius * (0.7 + (0.6 * random.NextDouble())), radius * (0.7 + (0.6 * random.NextDouble())));
            for (var i = 0; i < light.Length; i++)
            {
                var d = Math.Pow(((i % Size) - x) / a, 2) + Math.Pow(((i / Size) - y) / b, 2);
                light[i] += d < 1 ? 0.35 : d < 5 ? 0.12 : 0;
            }
        }

        var raw = new byte[Size * ((3 * Size) + 1)];
        for (var i = 0; i < light.Length; i++)
        {
            var level = Math.Min(1, light[i]);
            var at = (i / Size * ((3 * Size) + 1)) + 1 + (3 * (i % Size));
            raw[at] = (byte)(level * (hue % 3 == 0 ? 90 : 30) * 2);
            raw[at + 1] = (byte)(level * 220);
            raw[at + 2] = (byte)(level * (hue % 2 == 0 ? 120 : 40) * 2);
        }

        return "data:image/png;base64," + Convert.ToBase64String(Png(raw));
    }

    private static byte[] Png(byte[] raw)
    {
        using var stream = new MemoryStream();
        stream.Write([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, Size);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), Size);
        (header[8], header[9]) = (8, 2);
        Chunk(stream, "IHDR"u8, header);
        using var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            zip.Write(raw);
        Chunk(stream, "IDAT"u8, packed.ToArray());
        Chunk(stream, "IEND"u8, []);
        return stream.ToArray();
    }

    private static void Chunk(MemoryStream stream, ReadOnlySpan<byte> name, byte[] content)
    {
        var number = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        stream.Write(number);
        byte[] body = [.. name, .. content];
        stream.Write(body);
        var crc = uint.MaxValue;
        foreach (var value in body)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * 0xedb88320u);
        }

        BinaryPrimitives.WriteUInt32BigEndian(number, ~crc);
        stream.Write(number);
    }
}
