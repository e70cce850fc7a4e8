using System.Buffers.Binary;
using System.Text;

namespace HcsGrid.Imaging.Tests;

/// <summary>
/// A TIFF of one black pixel, written by hand, that tells how large the pixel is.
/// </summary>
internal sealed record ScaledTiff
{
    public string? Description { get; init; }

    /// <summary>Numerator and denominator of pixels a unit along the columns.</summary>
    public (uint Over, uint Under)? X { get; init; }

    /// <summary>The same along the rows; as the columns where it is not given.</summary>
    public (uint Over, uint Under)? Y { get; init; }

    public ushort? Unit { get; init; }

    public byte[] Write()
    {
        var entries = new List<(ushort Tag, ushort Type, byte[] Data, int Count)>
        {
            (256, 4, Long(1), 1), (257, 4, Long(1), 1), (258, 3, Word(8), 1), (259, 3, Word(1), 1),
            (262, 3, Word(1), 1),
        };
        if (Description is not null)
        {
            var text = Encoding.UTF8.GetBytes(Description + "\0");
            entries.Add((270, 2, text, text.Length));
        }

        entries.AddRange([(273, 4, Long(8), 1), (277, 3, Word(1), 1), (278, 4, Long(1), 1), (279, 4, Long(1), 1)]);
        if (X is { } x)
        {
            entries.Add((282, 5, [.. Long(x.Over), .. Long(x.Under)], 1));
            entries.Add((283, 5, [.. Long((Y ?? x).Over), .. Long((Y ?? x).Under)], 1));
        }

        if (Unit is { } unit)
            entries.Add((296, 3, Word(unit), 1));
        return Write(entries);
    }

    private static byte[] Write(List<(ushort Tag, ushort Type, byte[] Data, int Count)> entries)
    {
        using var file = new MemoryStream();
        const int first = 12;
        file.Write([(byte)'I', (byte)'I', 42, 0, first, 0, 0, 0, 0, 0, 0, 0]);
        var outside = first + 2 + (12 * entries.Count) + 4;
        var rest = new MemoryStream();
        file.Write(Word((ushort)entries.Count));
        foreach (var (tag, type, data, count) in entries)
        {
            file.Write(Word(tag));
            file.Write(Word(type));
            file.Write(Long((uint)count));
            if (data.Length <= 4)
            {
                file.Write([.. data, .. new byte[4 - data.Length]]);
                continue;
            }

            file.Write(Long((uint)(outside + rest.Length)));
            rest.Write(data);
        }

        file.Write(Long(0));
        file.Write(rest.ToArray());
        return file.ToArray();
    }

    private static byte[] Long(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] Word(ushort value) => Long(value)[..2];
}
