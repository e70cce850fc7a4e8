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
/// Form: the NumPy format specification (numpy.lib.format), versions 1 to 3, <c>'&lt;f4'</c>, <c>fortran_order: False</c>.
/// </remarks>
public sealed partial record NpyArray(IReadOnlyList<int> Shape, float[] Values)
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="ScreenDataException">The file is missing, no NumPy file, or holds something else.</exception>
    public static NpyArray Read(string path)
    {
        var place = new Place { Blob = path };
        byte[] file;
        try
        {
            file = File.ReadAllBytes(path);
        }
        catch (IOException error)
        {
            throw new ScreenDataException($"The array cannot be read: {error.Message}", place, error);
        }

        if (file.Length < 12 || file[0] != 0x93 || !file.AsSpan(1, 5).SequenceEqual("NUMPY"u8))
            throw new ScreenDataException("The file is no NumPy array", place);
        var (headerStart, headerLength) = file[6] == 1
            ? (10, BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(8)))
            : (12, checked((int)BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(8))));
        if (file.Length - headerStart < headerLength)
            throw new ScreenDataException("The NumPy array is truncated in its header", place);
        var header = Encoding.UTF8.GetString(file, headerStart, headerLength);
        var shape = ShapePattern().Match(header);
        if (!header.Contains("'<f4'", StringComparison.Ordinal) ||
            !FortranPattern().IsMatch(header) || !shape.Success)
        {
            throw new ScreenDataException($"The NumPy array is not float32 in C order: {header.Trim()}", place);
        }

        var sizes = shape.Groups[1].Value
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(s => int.Parse(s, CultureInfo.InvariantCulture)).ToArray();
        var data = file.AsSpan(headerStart + headerLength);
        var count = sizes.Aggregate(1L, (product, size) => product * size);
        if (data.Length != count * sizeof(float))
        {
            throw new ScreenDataException(
                $"The NumPy array has {data.Length} bytes of data where its shape needs {count * sizeof(float)}", place);
        }

        return new NpyArray(sizes, MemoryMarshal.Cast<byte, float>(data).ToArray());
    }

    [GeneratedRegex(@"'shape':\s*\(([0-9,\s]*)\)")]
    private static partial Regex ShapePattern();

    [GeneratedRegex(@"'fortran_order':\s*False")]
    private static partial Regex FortranPattern();
}
