using System.Globalization;
using HcsGrid.Plates;

namespace HcsGrid.Profiling.Tables;

/// <summary>
/// Reads one CSV file into a profile table, deciding column by column what is text and what is a number.
/// </summary>
/// <remarks>Numbers are kept row after row in blocks that stay in the cache, and turned into columns at the
/// end.</remarks>
internal sealed class CsvTableReader(string blobName, FeatureChoice features, char delimiter)
{
    private const int BlockValueCount = 1 << 16;

    /// <summary>The most different texts that are kept to serve equal ones: metadata repeat from row to row.</summary>
    private const int MaxPoolCount = 100_000;

    private readonly HashSet<string> _pool = new(StringComparer.Ordinal);
    private readonly List<double[]> _blocks = [];
    private string[] _names = [];
    private List<string>?[] _texts = [];
    private bool[] _isNumber = [];
    private int _blockRowCount;

    /// <summary>Line of the first field that decided a column's kind.</summary>
    private int[] _decidedOn = [];

    public ProfileTable Read(TextReader reader)
    {
        using var records = new CsvRecords(reader, delimiter, blobName);
        _names = records.Header;
        _texts = new List<string>?[_names.Length];
        _isNumber = new bool[_names.Length];
        _decidedOn = new int[_names.Length];
        _blockRowCount = Math.Max(1, BlockValueCount / _names.Length);
        var chosen = features.ChooseFrom(_names, new Place { Blob = blobName, LineNumber = records.LineNumber });
        for (var column = 0; column < _names.Length; column++)
        {
            if (!chosen[column])
                _texts[column] = [];
        }

        var rowCount = 0;
        double[] block = [];
        for (; records.MoveNext(); rowCount++)
        {
            var rowInBlock = rowCount % _blockRowCount;
            if (rowInBlock == 0)
                _blocks.Add(block = new double[_blockRowCount * _names.Length]);
            var row = block.AsSpan(rowInBlock * _names.Length, _names.Length);
            for (var column = 0; column < _names.Length; column++)
                row[column] = Take(records, column, records.Field(column), rowCount);
        }

        return Build(records, rowCount);
    }

    /// <summary>Takes a field in; its number, or NaN where it is none.</summary>
    private double Take(CsvRecords records, int column, ReadOnlySpan<char> text, int rowCount)
    {
        if (_texts[column] is { } texts)
        {
            if (_decidedOn[column] > 0 && text.Length > 0 && TryParse(text, out _))
                throw Contradiction(records, column, text, "a number", "text");
            texts.Add(Pooled(text));
            return double.NaN;
        }

        if (text.Length == 0)
            return double.NaN;
        if (TryParse(text, out var number))
        {
            if (!_isNumber[column])
                (_isNumber[column], _decidedOn[column]) = (true, records.LineNumber);
            return number;
        }

        if (_isNumber[column])
            throw Contradiction(records, column, text, "no number", "numbers");
        _decidedOn[column] = records.LineNumber;
        _texts[column] = [.. Enumerable.Repeat("", rowCount), Pooled(text)];
        return double.NaN;
    }

    private string Pooled(ReadOnlySpan<char> text)
    {
        if (text.Length == 0)
            return "";
        var pool = _pool.GetAlternateLookup<ReadOnlySpan<char>>();
        if (pool.TryGetValue(text, out var known))
            return known;
        var value = text.ToString();
        if (_pool.Count < MaxPoolCount)
            _pool.Add(value);
        return value;
    }

    private ScreenDataException Contradiction(
        CsvRecords records, int column, ReadOnlySpan<char> text, string what, string rest)
    {
        const int Shown = 40;
        var shown = text.Length > Shown ? $"{text[..Shown]}…" : text.ToString();
        return records.Error(
            $"'{shown}' in column '{_names[column]}' is {what}; the column holds {rest} since line "
            + $"{_decidedOn[column]}. Columns of text are best named {CsvTable.MetadataPrefix}…",
            records.LineNumber);
    }

    private ProfileTable Build(CsvRecords records, int rowCount)
    {
        var metadata = Enumerable.Range(0, _names.Length).Where(column => _texts[column] is not null).ToArray();
        var numbers = Enumerable.Range(0, _names.Length).Where(column => _texts[column] is null).ToArray();
        if ((long)rowCount * numbers.Length > ProfileTable.MaxValueCount)
            throw records.Error($"{rowCount} rows of {numbers.Length} features are more than a table holds");
        var values = new double[rowCount * numbers.Length];
        for (var b = 0; b < _blocks.Count; b++)
        {
            var (block, firstRow) = (_blocks[b], b * _blockRowCount);
            var count = Math.Min(_blockRowCount, rowCount - firstRow);
            for (var f = 0; f < numbers.Length; f++)
            {
                var target = values.AsSpan((f * rowCount) + firstRow, count);
                for (int r = 0, source = numbers[f]; r < target.Length; r++, source += _names.Length)
                    target[r] = block[source];
            }

            _blocks[b] = [];
        }

        return new ProfileTable(
            Array.ConvertAll(metadata, column => _names[column]),
            Array.ConvertAll(numbers, column => _names[column]),
            Array.ConvertAll(metadata, column => _texts[column]!.ToArray()),
            values,
            rowCount);
    }

    /// <summary>Reads a number as programs spell it: digits, <c>nan</c>, <c>inf</c> and <c>infinity</c> in any case,
    /// with a sign, white space around.</summary>
    internal static bool TryParse(ReadOnlySpan<char> text, out double number)
    {
        // Nearly all fields are plain numbers: the words are looked at only after that.
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number))
            return true;
        text = text.Trim();
        if (text.Length > 0 && text.TrimStart("+-").Equals("inf", StringComparison.OrdinalIgnoreCase))
        {
            number = text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }

        number = double.NaN;
        return text.Equals("nan", StringComparison.OrdinalIgnoreCase);
    }
}
