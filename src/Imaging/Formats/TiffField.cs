using HcsGrid.Plates;

namespace HcsGrid.Imaging.Formats;

/// <summary>
/// One entry of a TIFF directory: its type, how many values it has, and where they lie.
/// </summary>
internal readonly record struct TiffField(ushort Type, ulong Count, ulong Offset)
{
    /// <summary>Bytes of one value; 0 for a type that is not known.</summary>
    public int ValueBytes => ByteCountOf(Type);

    public static int ByteCountOf(ushort type) => type switch
    {
        1 or 2 or 6 or 7 => 1,
        3 or 8 => 2,
        4 or 9 or 13 => 4,
        5 or 10 or 16 or 17 or 18 => 8,
        _ => 0,
    };

    /// <summary>The value of this index.</summary>
    public ulong Value(TiffBytes bytes, ulong index, string what)
    {
        if (index >= Count)
            throw new ScreenDataException(
                $"the TIFF's {what} has {Count} values, number {index + 1} is missing",
                Place.Unknown);
        var offset = Offset + index * (ulong)ValueBytes;
        return Type switch
        {
            1 or 7 => bytes.Byte(offset, what),
            3 => bytes.Word(offset, what),
            4 or 13 => bytes.Long(offset, what),
            16 or 18 => bytes.Long8(offset, what),
            _ => throw new ScreenDataException(
                $"the TIFF's {what} is of type {Type}, not a whole number", Place.Unknown),
        };
    }
}
