using System.Buffers.Binary;

namespace HcsGrid.Client.Tests;

/// <summary>
/// Writes a gray, uncompressed, little-endian TIFF of one strip by hand; what it declares need not be true.
/// </summary>
internal static class HandWrittenTiff
{
    /// <param name="width">Declared width.</param>
    /// <param name="height">Declared height.</param>
    /// <param name="bitCount">Declared bits a sample.</param>
    /// <param name="sampleFormat">1 whole numbers, 3 floats.</param>
    /// <param name="pixels">The strip's bytes.</param>
    public static byte[] Write(int width, int height, int bitCount, int sampleFormat, byte[] pixels)
    {
        (ushort Tag, int Value)[] entries =
        [
            (256, width), (257, height), (258, bitCount), (259, 1), (262, 1), (273, 8), (277, 1), (278, height),
            (279, pixels.Length), (339, sampleFormat),
        ];
        var file = new byte[8 + pixels.Length + 2 + (12 * entries.Length) + 4];
        "II*\0"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), 8 + pixels.Length);
        pixels.CopyTo(file, 8);
        var directory = file.AsSpan(8 + pixels.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(directory, (ushort)entries.Length);
        for (var i = 0; i < entries.Length; i++)
        {
            var entry = directory[(2 + (12 * i))..];
            BinaryPrimitives.WriteUInt16LittleEndian(entry, entries[i].Tag);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[2..], 4);
            BinaryPrimitives.WriteInt32LittleEndian(entry[4..], 1);
            BinaryPrimitives.WriteInt32LittleEndian(entry[8..], entries[i].Value);
        }

        return file;
    }
}
