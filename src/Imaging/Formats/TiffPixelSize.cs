using System.Buffers.Text;
using System.Text;

namespace HcsGrid.Imaging.Formats;

/// <summary>
/// Reads how large a pixel is from a TIFF: OME-XML, then what ImageJ writes, then the resolution tags.
/// </summary>
/// <remarks>
/// Whatever is missing, damaged, not above 0, or differs by more than a hundredth between columns and rows is not
/// known: no image is refused for it. Resolution tags that make a pixel of a micrometre or more (25,400 dots an inch
/// or fewer) tell how to print the image, not how it was taken.
/// </remarks>
internal static class TiffPixelSize
{
    private const int MaxDescriptionBytes = 1 << 20;
    private const double LargestByResolution = 1;

    /// <summary>Micrometres of a pixel, or null.</summary>
    public static double? Read(TiffBytes bytes, in TiffDirectory directory)
    {
        var description = bytes.Text(directory.Description, MaxDescriptionBytes);
        if (description.IndexOf("PhysicalSizeX=\""u8) >= 0)
            return Square(OmeSize(description, "PhysicalSizeX"), OmeSize(description, "PhysicalSizeY"));
        var x = Resolution(bytes, directory.XResolution);
        var y = Resolution(bytes, directory.YResolution);
        if (description.StartsWith("ImageJ="u8))
        {
            var unit = MicrometresOf(ValueOf(description, "\nunit=", '\n'));
            return Square(unit / x, unit / y);
        }

        double? inch = UnitOf(bytes, directory.ResolutionUnit) switch { 2 => 25_400, 3 => 10_000, _ => null };
        return Square(inch / x, inch / y) is { } size && size < LargestByResolution ? size : null;
    }

    private static double? Square(double? x, double? y) =>
        x is { } width && width > 0 && double.IsFinite(width) &&
        (y is not { } height || Math.Abs((height / width) - 1) < 0.01)
            ? width
            : null;

    private static double? OmeSize(ReadOnlySpan<byte> description, string name)
    {
        var value = ValueOf(description, $"{name}=\"", '"');
        var unit = ValueOf(description, $"{name}Unit=\"", '"');
        return Utf8Parser.TryParse(value, out double number, out var length) && length == value.Length
            ? number * (unit.IsEmpty ? 1 : MicrometresOf(unit))
            : null;
    }

    private static ReadOnlySpan<byte> ValueOf(ReadOnlySpan<byte> text, string before, char end)
    {
        var start = text.IndexOf(Encoding.UTF8.GetBytes(before));
        if (start < 0)
            return [];
        var value = text[(start + before.Length)..];
        var length = value.IndexOfAny((byte)end, (byte)0);
        return length < 0 ? value : value[..length];
    }

    private static double? MicrometresOf(ReadOnlySpan<byte> unit) =>
        Encoding.UTF8.GetString(unit[..Math.Min(unit.Length, 32)]).Trim() switch
        {
            "pm" => 1e-6,
            "Å" or "angstrom" or "Angstrom" => 1e-4,
            "nm" or "nanometer" or "nanometre" => 1e-3,
            "µm" or "μm" or "um" or "micron" or "microns" or "micrometer" or "micrometre" or @"\u00B5m" or "&#181;m"
                or "&#xB5;m" => 1,
            "mm" => 1e3,
            "cm" => 1e4,
            _ => null,
        };

    private static double? Resolution(TiffBytes bytes, TiffField field) =>
        field is { Type: 5, Count: 1 } && field.Offset <= (ulong)bytes.Length && (ulong)bytes.Length - field.Offset >= 8
            ? bytes.Long(field.Offset, "resolution") / (double)bytes.Long(field.Offset + 4, "resolution")
            : null;

    private static int UnitOf(TiffBytes bytes, TiffField field) =>
        field is { Type: 3, Count: 1 } ? bytes.Word(field.Offset, "ResolutionUnit") : 2;
}
