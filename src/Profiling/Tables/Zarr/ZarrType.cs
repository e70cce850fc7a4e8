using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace HcsGrid.Profiling.Tables.Zarr;

/// <summary>
/// The type of a zarr array's values: a number, truth, text of a fixed length, or text of any length.
/// </summary>
/// <param name="Kind"><c>f</c>, <c>i</c>, <c>u</c>, <c>b</c>, <c>U</c>, or <c>O</c> for text of any length.</param>
/// <param name="Size">Bytes of a value; 1 for text of any length.</param>
/// <param name="IsBigEndian">Whether the most significant byte stands first.</param>
internal readonly record struct ZarrType(char Kind, int Size, bool IsBigEndian)
{
    public bool IsText => Kind is 'U' or 'O';

    /// <exception cref="InvalidDataException">It is none that is read.</exception>
    public static ZarrType Parse(string dtype, string? filter)
    {
        if (dtype == "|O" && filter == "vlen-utf8")
            return new ZarrType('O', 1, false);
        if (filter is not null)
            throw new InvalidDataException($"its filter is {filter}, which is not read");
        if (dtype.Length < 3 || dtype[0] is not ('<' or '>' or '|')
            || !int.TryParse(dtype.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var size))
        {
            throw new InvalidDataException($"its type is {dtype}, which is not read");
        }

        var isKnown = dtype[1] switch
        {
            'f' => size is 2 or 4 or 8,
            'i' or 'u' => size is 1 or 2 or 4 or 8,
            'b' => size == 1,
            'U' => size is > 0 and <= 1 << 24,
            _ => false,
        };
        return isKnown
            ? new ZarrType(dtype[1], dtype[1] == 'U' ? 4 * size : size, dtype[0] == '>')
            : throw new InvalidDataException($"its type is {dtype}, which is not read");
    }

    /// <summary>A value as a number; integers beyond 2⁵³ are rounded.</summary>
    public double NumberOf(ReadOnlySpan<byte> value) => Kind switch
    {
        'f' => RealOf(value),
        'u' or 'b' => UnsignedOf(value),
        _ => SignedOf(value),
    };

    /// <summary>A value as text: numbers with the fewest digits that read back, NaN as the empty text, truth as
    /// <c>True</c> and <c>False</c>.</summary>
    public string TextOf(ReadOnlySpan<byte> value)
    {
        switch (Kind)
        {
            case 'U':
                return (IsBigEndian ? new UTF32Encoding(true, false) : Encoding.UTF32).GetString(value).TrimEnd('\0');
            case 'b':
                return value[0] != 0 ? "True" : "False";
            case 'i':
                return SignedOf(value).ToString(CultureInfo.InvariantCulture);
            case 'u':
                return UnsignedOf(value).ToString(CultureInfo.InvariantCulture);
            default:
                var number = RealOf(value);
                if (double.IsNaN(number))
                    return "";
                return Size == 8
                    ? number.ToString("R", CultureInfo.InvariantCulture)
                    : ((float)number).ToString("R", CultureInfo.InvariantCulture);
        }
    }

    public long SignedOf(ReadOnlySpan<byte> value)
    {
        var bits = Kind is 'u' or 'b' ? UnsignedOf(value) : BitsOf(value);
        var shift = 64 - (8 * Size);
        return Kind is 'u' or 'b' ? (long)bits : (long)(bits << shift) >> shift;
    }

    private ulong UnsignedOf(ReadOnlySpan<byte> value) => BitsOf(value);

    private double RealOf(ReadOnlySpan<byte> value)
    {
        var bits = BitsOf(value);
        return Size switch
        {
            2 => (double)BitConverter.UInt16BitsToHalf((ushort)bits),
            4 => BitConverter.UInt32BitsToSingle((uint)bits),
            _ => BitConverter.UInt64BitsToDouble(bits),
        };
    }

    private ulong BitsOf(ReadOnlySpan<byte> value) => (Size, IsBigEndian) switch
    {
        (1, _) => value[0],
        (2, false) => BinaryPrimitives.ReadUInt16LittleEndian(value),
        (2, true) => BinaryPrimitives.ReadUInt16BigEndian(value),
        (4, false) => BinaryPrimitives.ReadUInt32LittleEndian(value),
        (4, true) => BinaryPrimitives.ReadUInt32BigEndian(value),
        (_, false) => BinaryPrimitives.ReadUInt64LittleEndian(value),
        (_, true) => BinaryPrimitives.ReadUInt64BigEndian(value),
    };
}
