using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using HcsGrid.Plates;

namespace HcsGrid.Profiling.Tables;

/// <summary>
/// Reads the records of a delimited text one by one, each with its line; every record has as many fields as the
/// header.
/// </summary>
/// <remarks>
/// RFC 4180 with any line ending; blank lines and a byte order mark are passed over. Hostile input is bounded: at most
/// <see cref="MaxColumnCount"/> columns and <see cref="MaxFieldLength"/> characters a field.
/// </remarks>
internal sealed class CsvRecords : IDisposable
{
    public const int MaxColumnCount = 100_000;
    public const int MaxFieldLength = 1 << 20;

    private readonly string _blobName;
    private readonly CsvParser _parser;

    public CsvRecords(TextReader reader, char delimiter, string blobName)
    {
        _blobName = blobName;
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter.ToString(),
            Mode = CsvMode.RFC4180,
            HasHeaderRecord = false,
            IgnoreBlankLines = true,
            MaxFieldSize = MaxFieldLength,
            BadDataFound = bad => throw Error(
                "A quotation mark stands where none may: quote the whole field and double it",
                bad.Context.Parser?.RawRow),
        };
        _parser = new CsvParser(reader, configuration, leaveOpen: true);
        Header = ReadHeader();
    }

    /// <summary>The header's names: none empty, none twice.</summary>
    public string[] Header { get; }

    /// <summary>The line on which the current record ends, from 1.</summary>
    public int LineNumber => _parser.RawRow;

    /// <summary>A field of the current record.</summary>
    public string this[int column] => _parser[column];

    /// <summary>Goes to the next record; false at the end.</summary>
    public bool MoveNext()
    {
        if (!Advance())
            return false;
        return _parser.Count == Header.Length
            ? true
            : throw Error($"The row has {_parser.Count} fields, the header has {Header.Length}", LineNumber);
    }

    public ScreenDataException Error(string reason, int? lineNumber = null, Exception? inner = null) =>
        new(reason, new Place { Blob = _blobName, LineNumber = lineNumber }, inner);

    public void Dispose() => _parser.Dispose();

    private bool Advance()
    {
        try
        {
            var lastLine = _parser.RawRow;
            var found = _parser.Read();
            // A quotation mark that is never closed would swallow all rows below it.
            if (found && _parser.RawRow > lastLine + 1 && _parser.RawRecord.Count(c => c == '"') % 2 != 0)
                throw Error("A quotation mark is opened and never closed", lastLine + 1);
            return found;
        }
        catch (MaxFieldSizeException error)
        {
            throw Error($"A field is longer than {MaxFieldLength} characters", LineNumber + 1, error);
        }
        catch (CsvHelperException error) when (error.InnerException is ScreenDataException inner)
        {
            throw inner;
        }
    }

    private string[] ReadHeader()
    {
        if (!Advance())
            throw Error("The table is empty: a header is expected", 1);
        if (_parser.Count > MaxColumnCount)
            throw Error($"The table has {_parser.Count} columns, at most {MaxColumnCount} are read", LineNumber);
        var names = new string[_parser.Count];
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var column = 0; column < names.Length; column++)
        {
            names[column] = _parser[column].Trim().Trim('\uFEFF');
            if (names[column].Length == 0)
                throw Error($"Column {column + 1} of the header has no name", LineNumber);
            if (!seen.TryAdd(names[column], column))
            {
                throw Error(
                    $"The header has '{names[column]}' twice, in columns {seen[names[column]] + 1} and {column + 1}",
                    LineNumber);
            }
        }

        return names;
    }
}
