using HcsGrid.Plates;

namespace HcsGrid.Profiling.Tables;

/// <summary>
/// A delimited text as it stands: header and rows of strings, such as a plate map.
/// </summary>
/// <remarks>
/// RFC 4180 quoting with comma, tab or another delimiter; any line ending; a byte order mark and blank lines are
/// passed over. It holds at most <see cref="MaxLength"/> characters; a profile table of any size is read by
/// <see cref="CsvTable"/>.
/// </remarks>
public sealed class DelimitedText
{
    /// <summary>The most characters of a text: 64 Mi.</summary>
    public const int MaxLength = 64 << 20;

    private readonly Dictionary<string, int> _indexByName = new(StringComparer.Ordinal);

    private DelimitedText(IReadOnlyList<string> header, IReadOnlyList<DelimitedRow> rows)
    {
        Header = header;
        Rows = rows;
        for (var column = 0; column < header.Count; column++)
            _indexByName.Add(header[column], column);
    }

    /// <summary>The names of the columns: none empty, none twice.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>The rows below the header.</summary>
    public IReadOnlyList<DelimitedRow> Rows { get; }

    /// <summary>The index of a column, or -1 where there is none of this name.</summary>
    public int ColumnIndexOf(string name) => _indexByName.GetValueOrDefault(name, -1);

    /// <summary>Reads a text in UTF-8; without a delimiter the header decides.</summary>
    /// <inheritdoc cref="Read(TextReader, char?, string)"/>
    public static DelimitedText Read(ReadOnlySpan<byte> utf8, char? delimiter, string blobName)
    {
        using var reader = new StringReader(Utf8Text.Decode(utf8, blobName));
        return Read(reader, delimiter, blobName);
    }

    /// <summary>Reads a text; without a delimiter the header decides: tab where it has one, else comma.</summary>
    /// <exception cref="ScreenDataException">
    /// The text is empty, too long, not UTF-8, has a header with a name empty or twice, or a row with another number of
    /// fields; the place names the file and the line.
    /// </exception>
    public static DelimitedText Read(TextReader reader, char? delimiter, string blobName)
    {
        var text = ReadBounded(reader, blobName).TrimStart('\uFEFF');
        var headerEnd = text.AsSpan().IndexOfAny('\r', '\n');
        var headerLine = headerEnd < 0 ? text.AsSpan() : text.AsSpan(0, headerEnd);
        using var records = new CsvRecords(
            new StringReader(text), delimiter ?? (headerLine.Contains('\t') ? '\t' : ','), blobName);
        var rows = new List<DelimitedRow>();
        while (records.MoveNext())
        {
            var fields = new string[records.Header.Length];
            for (var column = 0; column < fields.Length; column++)
                fields[column] = records[column];
            rows.Add(new DelimitedRow(records.LineNumber, fields));
        }

        return new DelimitedText(records.Header, rows);
    }

    private static string ReadBounded(TextReader reader, string blobName)
    {
        var text = new System.Text.StringBuilder();
        var buffer = new char[1 << 14];
        for (int count; (count = reader.Read(buffer, 0, buffer.Length)) > 0;)
        {
            if (text.Length + count > MaxLength)
            {
                throw new ScreenDataException(
                    $"The text is longer than {MaxLength} characters, the most that is read of one",
                    new Place { Blob = blobName });
            }

            text.Append(buffer, 0, count);
        }

        return text.ToString();
    }
}
