using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using HcsGrid.Plates;

namespace HcsGrid.Inference;

/// <summary>
/// An array of float32 from a NumPy file, in C order.
/// </summary>
/// <param name="Shape">Sizes, outermost first.</param>
/// <param name="Values">The numbers, row-major.</param>
/// <remarks>
/// Form: the NumPy format specification (numpy.lib.format), versions 1 to 3, <c>'&lt;f4'</c>, <c>fortran_order:
/// False</c>.
/// </remarks>
public sealed partial record NpyArray(IReadOnlyList<int> Shape, float[] Values)
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="ScreenDataException">The file is missing, no NumPy file, or holds something else.</exception>
    public static NpyArray Read(string path)
    {
        var place = new Place { Blob = path };
        var file = ReadFile(path, place);
        if (file.Length < 12 || file[0] != 0x93 || !file.AsSpan(1, 5).SequenceEqual("NUMPY"u8))
            throw new ScreenDataException("The file is no NumPy array", place);
        if (file[6] is < 1 or > 3)
            throw new ScreenDataException($"The NumPy array has version {file[6]}, expected 1 to 3", place);
        var (headerStart, headerLength) = file[6] == 1
            ? (10, BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(8)))
            : (12, (long)BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(8)));
        if (file.Length - headerStart < headerLength)
            throw new ScreenDataException("The NumPy array is truncated in its header", place);
        var header = Encoding.UTF8.GetString(file, headerStart, (int)headerLength);
        var shape = ShapePattern().Match(header);
        if (!header.Contains("'<f4'", StringComparison.Ordinal) ||
            !FortranPattern().IsMatch(header) || !shape.Success)
        {
            throw new ScreenDataException($"The NumPy array is not float32 in C order: {Excerpt(header)}", place);
        }

        var data = file.AsSpan(headerStart + (int)headerLength);
        var sizes = SizesOf(shape.Groups[1].Value, place);
        var count = sizes.Aggregate(1.0, (product, size) => product * size);
        if (data.Length != count * sizeof(float))
        {
            throw new ScreenDataException(
                $"The NumPy array has {data.Length} bytes of data where its shape needs {count * sizeof(float):F0}",
                    place);
        }

        return new NpyArray(sizes, MemoryMarshal.Cast<byte, float>(data).ToArray());
    }

    /// <summary>Writes a file of version 1.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write(string path)
    {
        var sizes = string.Concat(Shape.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s}, ")));
        var header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({sizes.TrimEnd()}), }}";
        // The numbers begin at a multiple of 64 bytes.
        var length = (((10 + header.Length + 1) + 63) / 64 * 64) - 10;
        var start = Encoding.UTF8.GetBytes(header.PadRight(length - 1) + "\n");
        byte[] magic = [0x93, .. "NUMPY"u8, 1, 0, (byte)length, (byte)(length >> 8)];
        using var file = File.Create(path);
        file.Write(magic);
        file.Write(start);
        file.Write(MemoryMarshal.AsBytes(Values.AsSpan()));
    }

    private static byte[] ReadFile(string path, Place place)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ScreenDataException($"The array cannot be read: {error.Message}", place, error);
        }
    }

    private static int[] SizesOf(string text, Place place)
    {
        var parts = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var sizes = new int[parts.Length];
        for (var i = 0; i < sizes.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out sizes[i]))
                throw new ScreenDataException($"The NumPy array has the size '{Excerpt(parts[i])}' in its shape",
                    place);
        }

        return sizes;
    }

    private static string Excerpt(string text)
    {
        var trimmed = text.Trim();
        return trimmed.Length <= 100 ? trimmed : $"{trimmed[..100]}…";
    }

    [GeneratedRegex(@"'shape':\s*\(([0-9,\s]*)\)")]
    private static partial Regex ShapePattern();

    [GeneratedRegex(@"'fortran_order':\s*False")]
    private static partial Regex FortranPattern();
}
