using System.Buffers.Binary;
using HcsGrid.Plates;

namespace HcsGrid.Imaging.Formats;

/// <summary>
/// A TIFF file's bytes in its own byte order; whatever lies past the end is an error with a reason.
/// </summary>
internal readonly ref struct TiffBytes(ReadOnlySpan<byte> file, bool isBigEndian)
{
    private readonly ReadOnlySpan<byte> _file = file;

    public bool IsBigEndian => isBigEndian;

    public long Length => _file.Length;

    public byte Byte(ulong offset, string what) => Slice(offset, 1, what)[0];

    public ushort Word(ulong offset, string what)
    {
        var bytes = Slice(offset, 2, what);
        return isBigEndian
            ? BinaryPrimitives.ReadUInt16BigEndian(bytes)
            : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
    }

    public uint Long(ulong offset, string what)
    {
        var bytes = Slice(offset, 4, what);
        return isBigEndian
            ? BinaryPrimitives.ReadUInt32BigEndian(bytes)
            : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    public ulong Long8(ulong offset, string what)
    {
        var bytes = Slice(offset, 8, what);
        return isBigEndian
            ? BinaryPrimitives.ReadUInt64BigEndian(bytes)
            : BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    /// <summary>A text's bytes, at most so many; none where it is no text or does not lie in the file.</summary>
    public ReadOnlySpan<byte> Text(TiffField field, int maxBytes)
    {
        if (field.Type != 2 || field.Offset > (ulong)_file.Length)
            return [];
        var length = Math.Min(Math.Min(field.Count, (ulong)maxBytes), (ulong)_file.Length - field.Offset);
        return _file.Slice((int)field.Offset, (int)length);
    }

    private ReadOnlySpan<byte> Slice(ulong offset, int length, string what)
    {
        if (offset > (ulong)_file.Length || (ulong)_file.Length - offset < (ulong)length)
            throw new ScreenDataException(
                $"the TIFF is truncated: its {what} lies at byte {offset}, the file has {_file.Length}", Place.Unknown);
        return _file.Slice((int)offset, length);
    }
}
