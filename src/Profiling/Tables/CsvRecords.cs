using System.Buffers;
using HcsGrid.Plates;

namespace HcsGrid.Profiling.Tables;

/// <summary>
/// Reads the records of a delimited text one by one, each with its line; every record has as many fields as the
/// header.
/// </summary>
/// <remarks>
/// RFC 4180 with any line ending; blank lines and a byte order mark are passed over. Hostile input is bounded: at most
/// <see cref="MaxColumnCount"/> columns, <see cref="MaxFieldLength"/> characters a field and
/// <see cref="MaxRecordLength"/> a record. Fields are views of the buffer: they are gone with the next record. Nothing
/// is allocated a record. The reader stays open and belongs to the caller.
/// </remarks>
internal sealed class CsvRecords : IDisposable
{
    public const int MaxColumnCount = 100_000;
    public const int MaxFieldLength = 1 << 20;
    public const int MaxRecordLength = 1 << 28;

    private readonly TextReader _reader;
    private readonly char _delimiter;
    private readonly string _blobName;
    private readonly char? _otherSeparator;

    private char[] _buffer = ArrayPool<char>.Shared.Rent(1 << 16);
    private int _start;
    private int _next;
    private int _end;
    private bool _isAtEnd;

    /// <summary>Where each field of the record begins and how long it is; quotation marks around it left out.</summary>
    private (int Start, int Length)[] _fields = new (int, int)[64];
    private int _fieldCount;
    private int _firstLine = 1;
    private int _line;

    public CsvRecords(TextReader reader, char delimiter, string blobName)
    {
        (_reader, _delimiter, _blobName) = (reader, delimiter, blobName);
        Fill();
        if (_end > 0 && _buffer[0] == '\uFEFF')
            _next = _start = 1;
        Header = ReadHeader();
        _otherSeparator = OtherSeparator();
    }

    /// <summary>Does something with the records of a file, gzip where its name says so.</summary>
    public static T Read<T>(string path, char delimiter, Func<CsvRecords, T> work)
    {
        using var file = File.OpenRead(path);
        return GzipText.Read(file, path, reader =>
        {
            using var records = new CsvRecords(reader, delimiter, path);
            return work(records);
        });
    }

    /// <summary>The header's names: none empty, none twice.</summary>
    public string[] Header { get; }

    /// <summary>The line on which the current record ends, from 1.</summary>
    public int LineNumber => _line;

    /// <summary>A field of the current record.</summary>
    public string this[int column] => Field(column).ToString();

    /// <summary>A field of the current record, until the next one is read.</summary>
    public ReadOnlySpan<char> Field(int column)
    {
        var (start, length) = _fields[column];
        return _buffer.AsSpan(_start + start, length);
    }

    /// <summary>Goes to the next record; false at the end.</summary>
    public bool MoveNext()
    {
        if (!Advance())
            return false;
        if (_fieldCount == Header.Length &&
            (_otherSeparator is null || !IsSeparatedAsHeaderBy(_otherSeparator.Value)))
        {
            return true;
        }

        throw Error(
            $"The row has {_fieldCount} fields, the header has {Header.Length}"
            + (_otherSeparator is { } other
                ? $": the header has {WordOf(other)}, and fields are separated by {WordOf(_delimiter)} here (by commas "
                    + "in .csv, by tabs in .tsv and .txt)"
                : ""),
            LineNumber);
    }

    public ScreenDataException Error(string reason, int? lineNumber = null, Exception? inner = null) =>
        new(reason, new Place { Blob = _blobName, LineNumber = lineNumber }, inner);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_buffer.Length > 0)
            ArrayPool<char>.Shared.Return(_buffer);
        _buffer = [];
    }

    /// <summary>Reads a record with at least one character; blank lines are passed over.</summary>
    private bool Advance()
    {
        while (true)
        {
            _start = _next;
            _fieldCount = 0;
            _line = _firstLine;
            if (_next == _end && !Fill())
                return false;
            if (!TrySkipBlankLine())
                break;
        }

        while (ReadField())
        {
        }

        _firstLine = _line + 1;
        return true;
    }

    private bool TrySkipBlankLine()
    {
        if (_buffer[_next] is not ('\n' or '\r'))
            return false;
        TakeLineEnd();
        _firstLine++;
        return true;
    }

    /// <summary>Reads a field and what ends it; false where the record ends with it.</summary>
    private bool ReadField()
    {
        if (_next == _end && !Fill())
        {
            Add(_next - _start, 0);
            return false;
        }

        if (_buffer[_next] == '"')
            ReadQuoted();
        else
            ReadPlain();
        if (_next == _end && !Fill())
            return false;
        if (_buffer[_next] == _delimiter)
        {
            _next++;
            return true;
        }

        TakeLineEnd();
        return false;
    }

    private void ReadPlain()
    {
        var start = _next - _start;
        while (true)
        {
            var rest = _buffer.AsSpan(_next, _end - _next);
            var length = IndexOfEnd(rest);
            if (length >= 0)
            {
                _next += length;
                break;
            }

            _next = _end;
            if (_next - _start - start > MaxFieldLength)
                throw TooLong();
            if (!Fill())
                break;
        }

        if (_next < _end && _buffer[_next] == '"')
            throw Error("A quotation mark stands where none may: quote the whole field and double it", _line);
        Add(start, _next - _start - start);
    }

    /// <summary>The first character that ends a plain field. Fields of profiles are short, so a plain loop beats a
    /// vectorized search that begins anew for each.</summary>
    private int IndexOfEnd(ReadOnlySpan<char> rest)
    {
        var delimiter = _delimiter;
        for (var i = 0; i < rest.Length; i++)
        {
            var c = rest[i];
            if (c == delimiter || c is '\n' or '\r' or '"')
                return i;
        }

        return -1;
    }

    /// <summary>Reads a quoted field; doubled quotation marks are made one in the buffer.</summary>
    private void ReadQuoted()
    {
        _next++;
        var start = _next - _start;
        var length = 0;
        while (true)
        {
            if (_next == _end && !Fill())
                throw Error("A quotation mark is opened and never closed", _firstLine);
            var c = _buffer[_next++];
            if (c == '"')
            {
                if ((_next == _end && !Fill()) || _buffer[_next] != '"')
                    break;
                _next++;
            }
            else if (c == '\n' || (c == '\r' && ((_next == _end && !Fill()) || _buffer[_next] != '\n')))
            {
                _line++;
            }

            if (length == MaxFieldLength)
                throw TooLong();
            _buffer[_start + start + length++] = c;
        }

        if (_next < _end && _buffer[_next] != _delimiter && _buffer[_next] is not ('\n' or '\r'))
            throw Error("A quotation mark stands where none may: quote the whole field and double it", _line);
        Add(start, length);
    }

    private void TakeLineEnd()
    {
        var c = _buffer[_next++];
        if (c == '\r' && (_next < _end || Fill()) && _buffer[_next] == '\n')
            _next++;
    }

    private void Add(int start, int length)
    {
        if (length > MaxFieldLength)
            throw TooLong();
        if (_fieldCount == _fields.Length)
        {
            if (_fieldCount >= MaxColumnCount)
            {
                throw Error(
                    $"The table has more than {MaxColumnCount} columns, at most {MaxColumnCount} are read", _line);
            }

            Array.Resize(ref _fields, Math.Min(2 * _fields.Length, MaxColumnCount));
        }

        _fields[_fieldCount++] = (start, length);
    }

    private ScreenDataException TooLong() => Error($"A field is longer than {MaxFieldLength} characters", _line);

    /// <summary>Reads more text behind the current record; false where there is none.</summary>
    private bool Fill()
    {
        if (_isAtEnd)
            return false;
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_next, _end, _start) = (_next - _start, _end - _start, 0);
        }

        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= MaxRecordLength)
                throw Error($"A row is longer than {MaxRecordLength} characters", _line);
            Grow();
        }

        var count = _reader.Read(_buffer, _end, _buffer.Length - _end);
        _isAtEnd = count == 0;
        _end += count;
        return count > 0;
    }

    private void Grow()
    {
        var larger = ArrayPool<char>.Shared.Rent(2 * _buffer.Length);
        _buffer.AsSpan(0, _end).CopyTo(larger);
        ArrayPool<char>.Shared.Return(_buffer);
        _buffer = larger;
    }

    /// <summary>What the header may be separated by, where it is one name and holds a character that others separate
    /// by.</summary>
    private char? OtherSeparator()
    {
        var index = Header.Length == 1 ? Header[0].AsSpan().IndexOfAny(";,\t") : -1;
        return index >= 0 && Header[0][index] != _delimiter ? Header[0][index] : null;
    }

    /// <summary>Whether a record of one field has as many separators as the header: then both are several
    /// fields.</summary>
    private bool IsSeparatedAsHeaderBy(char separator) =>
        Field(0).Count(separator) == Header[0].AsSpan().Count(separator);

    private static string WordOf(char separator) => separator switch
    {
        ';' => "semicolons",
        ',' => "commas",
        '\t' => "tabs",
        _ => $"'{separator}'",
    };

    private string[] ReadHeader()
    {
        if (!Advance())
            throw Error("The table is empty: a header is expected", 1);
        var names = new string[_fieldCount];
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var column = 0; column < names.Length; column++)
        {
            names[column] = Field(column).Trim().Trim('\uFEFF').ToString();
            if (names[column].Length == 0)
            {
                var advice = column == 0
                    ? ": pandas writes its index so, and leaves it out with to_csv(index=False)"
                    : "";
                throw Error($"Column {column + 1} of the header has no name{advice}", LineNumber);
            }

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
