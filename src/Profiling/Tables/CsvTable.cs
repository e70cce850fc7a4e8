using System.Globalization;
using System.IO.Compression;
using System.Text;
using HcsGrid.Plates;

namespace HcsGrid.Profiling.Tables;

/// <summary>
/// Reads and writes profile tables as the field's CSV files.
/// </summary>
/// <remarks>
/// The form is specified in <c>docs/formats/tables.md</c>. Streams stay open and belong to the caller. A name that
/// ends in <c>.gz</c> means gzip.
/// </remarks>
public static class CsvTable
{
    /// <summary>What the name of a metadata column begins with.</summary>
    public const string MetadataPrefix = "Metadata_";

    /// <summary>Reads a table; the name says whether it is gzip, and stands in errors.</summary>
    /// <exception cref="ScreenDataException">The file is no such table; the place names the file and the
    /// line.</exception>
    public static ProfileTable Read(Stream stream, string blobName) =>
        Read(stream, blobName, FeatureChoice.EveryNumber);

    /// <summary>Reads a table of any program's, its features chosen.</summary>
    /// <inheritdoc cref="Read(Stream, string)"/>
    public static ProfileTable Read(Stream stream, string blobName, FeatureChoice features, char delimiter = ',') =>
        GzipText.Read(stream, blobName, reader => Read(reader, blobName, features, delimiter));

    /// <summary>Reads a table of text that is not compressed.</summary>
    /// <exception cref="ScreenDataException">The text is no such table; the place names the file and the
    /// line.</exception>
    public static ProfileTable Read(TextReader reader, string blobName) =>
        Read(reader, blobName, FeatureChoice.EveryNumber);

    /// <summary>Reads a table of any program's text, its features chosen.</summary>
    /// <inheritdoc cref="Read(TextReader, string)"/>
    public static ProfileTable Read(
        TextReader reader, string blobName, FeatureChoice features, char delimiter = ',') =>
        new CsvTableReader(blobName, features, delimiter).Read(reader);

    /// <summary>Writes a table, not compressed.</summary>
    public static void Write(ProfileTable table, Stream stream) => WritePlain(table, stream, ',');

    /// <summary>Writes a table, as gzip where the name says so.</summary>
    public static void Write(ProfileTable table, Stream stream, string blobName, char delimiter = ',')
    {
        if (!GzipText.IsGzip(blobName))
        {
            WritePlain(table, stream, delimiter);
            return;
        }

        using var gzip = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true);
        WritePlain(table, gzip, delimiter);
    }

    /// <summary>Writes a table as text.</summary>
    /// <exception cref="ArgumentException">
    /// The table has no columns, or names that stored tables do not allow: see the format.
    /// </exception>
    public static void Write(ProfileTable table, TextWriter writer, char delimiter = ',')
    {
        TableNames.RequireStorable(table);
        WriteHeader(table, writer, delimiter);
        WriteRows(table, writer, delimiter);
    }

    internal static void WriteHeader(ProfileTable table, TextWriter writer, char delimiter) =>
        WriteRow(writer, [.. table.MetadataNames, .. table.FeatureNames], [], delimiter);

    /// <summary>Writes rows without a header, to go on where other rows of the same columns end.</summary>
    internal static void WriteRows(ProfileTable table, TextWriter writer, char delimiter)
    {
        var metadata = table.MetadataNames.Select(table.Metadata).ToArray();
        var texts = new string[metadata.Length];
        for (var row = 0; row < table.RowCount; row++)
        {
            for (var m = 0; m < texts.Length; m++)
                texts[m] = metadata[m][row];
            WriteRow(writer, texts, table.Row(row), delimiter);
        }
    }

    /// <summary>A number with the fewest digits that read back; the count of characters.</summary>
    internal static int Format(double number, string missing, Span<char> digits)
    {
        var word = double.IsNaN(number) ? missing
            : double.IsPositiveInfinity(number) ? "inf"
            : double.IsNegativeInfinity(number) ? "-inf" : null;
        if (word is not null)
        {
            word.CopyTo(digits);
            return word.Length;
        }

        return number.TryFormat(digits, out var length, "R", CultureInfo.InvariantCulture)
            ? length
            : throw new InvalidOperationException($"{number:R} is longer than {digits.Length} characters.");
    }

    private static void WritePlain(ProfileTable table, Stream stream, char delimiter)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true);
        Write(table, writer, delimiter);
    }

    private static void WriteRow(TextWriter writer, string[] texts, double[] numbers, char delimiter)
    {
        Span<char> digits = stackalloc char[32];
        for (var i = 0; i < texts.Length; i++)
        {
            if (i > 0)
                writer.Write(delimiter);
            WriteText(writer, texts[i], delimiter, isOnly: texts.Length + numbers.Length == 1);
        }

        for (var i = 0; i < numbers.Length; i++)
        {
            if (i + texts.Length > 0)
                writer.Write(delimiter);
            var missing = texts.Length + numbers.Length == 1 ? "\"\"" : "";
            writer.Write(digits[..Format(numbers[i], missing, digits)]);
        }

        writer.Write('\n');
    }

    /// <summary>Quotes what RFC 4180 wants quoted, and the only, empty field of a row: a blank line would be no
    /// row.</summary>
    private static void WriteText(TextWriter writer, string text, char delimiter, bool isOnly)
    {
        var mustQuote = text.AsSpan().IndexOfAny("\"\r\n") >= 0 || text.Contains(delimiter)
            || (text.Length == 0 ? isOnly : char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]));
        if (!mustQuote)
        {
            writer.Write(text);
            return;
        }

        writer.Write('"');
        writer.Write(text.Replace("\"", "\"\"", StringComparison.Ordinal));
        writer.Write('"');
    }
}
