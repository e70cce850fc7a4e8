namespace HcsGrid.Plates;

/// <summary>
/// A plate's barcode.
/// </summary>
/// <remarks>
/// The barcode names a folder of the run, so it has 1 to 128 letters, digits, <c>-</c>, <c>_</c>, <c>.</c>, <c>+</c> or
/// spaces, and begins and ends with none of <c>.</c> and space.
/// </remarks>
public readonly record struct PlateId : IComparable<PlateId>
{
    private readonly string? _barcode;

    /// <summary>Takes a barcode.</summary>
    /// <exception cref="FormatException">The text cannot be a barcode.</exception>
    public PlateId(string barcode)
    {
        if (!IsValid(barcode))
        {
            throw new FormatException(
                $"'{barcode}' is not a plate barcode: expected 1 to 128 letters, digits, '-', '_', '.', '+' or " +
                "spaces, not beginning or ending with '.' or a space.");
        }

        _barcode = barcode;
    }

    /// <summary>The barcode; empty for the default value, which is no plate.</summary>
    public string Barcode => _barcode ?? "";

    public static bool IsValid(string? barcode) =>
        barcode is { Length: > 0 and <= 128 } &&
        barcode[0] is not ('.' or ' ') && barcode[^1] is not ('.' or ' ') &&
        barcode.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or '+' or ' ');

    public int CompareTo(PlateId other) => string.CompareOrdinal(Barcode, other.Barcode);

    public override string ToString() => Barcode;

    public static bool operator <(PlateId left, PlateId right) => left.CompareTo(right) < 0;

    public static bool operator >(PlateId left, PlateId right) => left.CompareTo(right) > 0;

    public static bool operator <=(PlateId left, PlateId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(PlateId left, PlateId right) => left.CompareTo(right) >= 0;
}
