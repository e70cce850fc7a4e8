using System.Buffers.Binary;

namespace HcsGrid.Imaging.Tests;

/// <summary>
/// Writes uncompressed TIFF files by hand, so that the decoder is not tested with its own library's writer alone.
/// </summary>
internal sealed record TiffFile
{
    public required uint Width { get; init; }

    public required uint Height { get; init; }

    public int BitCount { get; init; } = 8;

    public int BandCount { get; init; } = 1;

    public int Photometric { get; init; } = 1;

    public int Compression { get; init; } = 1;

    public int SampleFormat { get; init; } = 1;

    public uint RowsPerStrip { get; init; } = uint.MaxValue;

    public ushort[]? ColorMap { get; init; }

    public bool IsBigEndian { get; init; }

    public bool IsBigTiff { get; init; }

    /// <summary>Packs a strip; <see cref="Compression"/> must say how.</summary>
    public Func<byte[], byte[]>? Pack { get; init; }

    /// <summary>Moves every strip's offset by so much.</summary>
    public long OffsetShift { get; init; }

    /// <summary>Samples are written as given (low byte first) and turned where the file is big-endian.</summary>
    public byte[] Write(params ReadOnlySpan<byte[]> pages)
    {
        using var file = new MemoryStream();
        file.Write(IsBigEndian ? "MM"u8 : "II"u8);
        Put(file, 2, IsBigTiff ? 43u : 42u);
        if (IsBigTiff)
        {
            Put(file, 2, 8);
            Put(file, 2, 0);
        }

        var link = file.Position;
        Put(file, IsBigTiff ? 8 : 4, 0);
        foreach (var page in pages)
            link = WritePage(file, page, link);
        return file.ToArray();
    }

    public byte[] Write(ReadOnlySpan<byte> page) => Write([page.ToArray()]);

    private long WritePage(MemoryStream file, byte[] page, long link)
    {
        var rowBytes = (int)(Width * BitCount * BandCount / 8);
        var rowCount = rowBytes == 0 ? 0 : page.Length / rowBytes;
        var perStrip = (int)Math.Min(RowsPerStrip, Math.Max(1, rowCount));
        var (offsets, counts) = (new List<ulong>(), new List<ulong>());
        for (var row = 0; row < Math.Max(1, rowCount); row += perStrip)
        {
            var strip = page.AsSpan(row * rowBytes, Math.Min(perStrip, rowCount - row) * rowBytes).ToArray();
            if (IsBigEndian && BitCount == 16)
            {
                for (var i = 0; i < strip.Length; i += 2)
                    (strip[i], strip[i + 1]) = (strip[i + 1], strip[i]);
            }

            strip = Pack?.Invoke(strip) ?? strip;
            offsets.Add((ulong)(file.Position + OffsetShift));
            counts.Add((ulong)strip.Length);
            file.Write(strip);
        }

        var entries = new List<(ushort Tag, int Bytes, ulong[] Values)>
        {
            (256, 4, [Width]),
            (257, 4, [Height]),
            (258, 2, [.. Enumerable.Repeat((ulong)BitCount, BandCount)]),
            (259, 2, [(ulong)Compression]),
            (262, 2, [(ulong)Photometric]),
            (273, 4, [.. offsets]),
            (277, 2, [(ulong)BandCount]),
            (278, 4, [(ulong)perStrip]),
            (279, 4, [.. counts]),
        };
        if (ColorMap is not null)
            entries.Add((320, 2, [.. ColorMap.Select(value => (ulong)value)]));
        entries.Add((339, 2, [.. Enumerable.Repeat((ulong)SampleFormat, BandCount)]));
        return WriteDirectory(file, entries, link);
    }

    private long WriteDirectory(MemoryStream file, List<(ushort Tag, int Bytes, ulong[] Values)> entries, long link)
    {
        var room = IsBigTiff ? 8 : 4;
        var outside = new Dictionary<ushort, long>();
        foreach (var (tag, size, values) in entries.Where(entry => entry.Bytes * entry.Values.Length > room))
        {
            outside[tag] = file.Position;
            foreach (var value in values)
                Put(file, size, value);
        }

        var start = file.Position;
        file.Position = link;
        Put(file, room, (ulong)start);
        file.Position = start;
        Put(file, IsBigTiff ? 8 : 2, (ulong)entries.Count);
        foreach (var (tag, size, values) in entries)
        {
            Put(file, 2, tag);
            Put(file, 2, size == 2 ? 3u : 4u);
            Put(file, room, (ulong)values.Length);
            var field = file.Position;
            if (outside.TryGetValue(tag, out var at))
                Put(file, room, (ulong)at);
            else
                foreach (var value in values)
                    Put(file, size, value);
            while (file.Position < field + room)
                file.WriteByte(0);
        }

        var next = file.Position;
        Put(file, room, 0);
        return next;
    }

    private void Put(MemoryStream file, int size, ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        if (IsBigEndian)
        {
            BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
            file.Write(bytes[(8 - size)..]);
        }
        else
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
            file.Write(bytes[..size]);
        }
    }
}
