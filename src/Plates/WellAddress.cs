using System.Diagnostics.CodeAnalysis;

namespace HcsGrid.Plates;

/// <summary>
/// The place of a well on a plate, written <c>A01</c> to <c>AF48</c>.
/// </summary>
/// <remarks>
/// Parsing accepts every spelling of the field (<c>a1</c>, <c>a01</c>, <c>A1</c>, <c>A01</c>, <c>A001</c>,
/// <c>AF48</c>); writing always gives capital letters and at least two digits. Addresses order by row, then by column.
/// </remarks>
/// <param name="RowIndex">Row, from 0 (row A) to 31 (row AF).</param>
/// <param name="ColumnIndex">Column, from 0 to 47.</param>
public readonly record struct WellAddress(int RowIndex, int ColumnIndex)
    : IComparable<WellAddress>, ISpanParsable<WellAddress>
{
    /// <summary>Rows of the largest plate (1536 wells).</summary>
    public const int MaxRowCount = 32;

    /// <summary>Columns of the largest plate (1536 wells).</summary>
    public const int MaxColumnCount = 48;

    /// <summary>Row number, from 1.</summary>
    public int RowNumber => RowIndex + 1;

    /// <summary>Column number, from 1.</summary>
    public int ColumnNumber => ColumnIndex + 1;

    /// <summary>The row's letters, <c>A</c> to <c>AF</c>.</summary>
    public string RowLetters => LettersOf(RowIndex);

    /// <summary>The letters of a row: 0 is <c>A</c>, 25 is <c>Z</c>, 26 is <c>AA</c>.</summary>
    public static string LettersOf(int rowIndex)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rowIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(rowIndex, MaxRowCount);
        return rowIndex < 26 ? ((char)('A' + rowIndex)).ToString() : $"A{(char)('A' + rowIndex - 26)}";
    }

    /// <summary>Reads a row's letters in either case; false where they name no row of a 1536-well plate.</summary>
    public static bool TryParseRow(ReadOnlySpan<char> letters, out int rowIndex)
    {
        rowIndex = -1;
        if (letters.Length is 0 or > 2 || !char.IsAsciiLetter(letters[0]))
            return false;
        var first = (letters[0] | 0x20) - 'a';
        if (letters.Length == 1)
        {
            rowIndex = first;
            return true;
        }

        if (first != 0 || !char.IsAsciiLetter(letters[1]))
            return false;
        var row = 26 + (letters[1] | 0x20) - 'a';
        if (row >= MaxRowCount)
            return false;
        rowIndex = row;
        return true;
    }

    /// <summary>Reads an address in any spelling; false where the text is none.</summary>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out WellAddress result)
    {
        result = default;
        s = s.Trim();
        var letterCount = 0;
        while (letterCount < s.Length && char.IsAsciiLetter(s[letterCount]))
            letterCount++;
        var digits = s[letterCount..];
        if (!TryParseRow(s[..letterCount], out var row) || digits.Length is 0 or > 3)
            return false;
        var column = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit(digit))
                return false;
            column = (10 * column) + digit - '0';
        }

        if (column is 0 or > MaxColumnCount)
            return false;
        result = new WellAddress(row, column - 1);
        return true;
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, IFormatProvider?, out WellAddress)"/>
    public static bool TryParse(ReadOnlySpan<char> s, out WellAddress result) => TryParse(s, null, out result);

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, IFormatProvider?, out WellAddress)"/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out WellAddress result) =>
        TryParse(s.AsSpan(), provider, out result);

    /// <summary>Reads an address in any spelling.</summary>
    /// <exception cref="FormatException">The text names no well of a plate of 6 to 1536 wells.</exception>
    public static WellAddress Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var address)
            ? address
            : throw new FormatException(
                $"'{s}' is not a well: expected a row A to AF and a column 1 to 48, such as A1, a01 or AF48.");

    /// <inheritdoc cref="Parse(ReadOnlySpan{char}, IFormatProvider?)"/>
    public static WellAddress Parse(string s, IFormatProvider? provider) => Parse(s.AsSpan(), provider);

    /// <inheritdoc cref="Parse(ReadOnlySpan{char}, IFormatProvider?)"/>
    public static WellAddress Parse(string s) => Parse(s.AsSpan(), null);

    /// <inheritdoc/>
    public int CompareTo(WellAddress other)
    {
        var byRow = RowIndex.CompareTo(other.RowIndex);
        return byRow != 0 ? byRow : ColumnIndex.CompareTo(other.ColumnIndex);
    }

    /// <summary>The address as the field writes it: <c>B03</c>.</summary>
    public override string ToString() => $"{RowLetters}{ColumnNumber:00}";

    public static bool operator <(WellAddress left, WellAddress right) => left.CompareTo(right) < 0;

    public static bool operator >(WellAddress left, WellAddress right) => left.CompareTo(right) > 0;

    public static bool operator <=(WellAddress left, WellAddress right) => left.CompareTo(right) <= 0;

    public static bool operator >=(WellAddress left, WellAddress right) => left.CompareTo(right) >= 0;
}
