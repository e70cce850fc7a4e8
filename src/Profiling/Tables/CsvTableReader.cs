using System.Globalization;
using System.Text;
using HcsGrid.Plates;

namespace HcsGrid.Profiling.Tables;

/// <summary>
/// Reads one CSV file into a profile table, deciding column by column what is text and what is a number.
/// </summary>
/// <remarks>Numbers are kept row after row in blocks that stay in the cache, and turned into columns at the
/// end.</remarks>
internal sealed class CsvTableReader(string blobName, FeatureChoice features, char delimiter)
{
    /// <summary>Words for a missing value, as they are written; they say nothing of what a column holds.</summary>
    internal static readonly string[] MissingWords = ["NA", "N/A", "n/a", "#N/A", "<NA>", "null", "NULL"];

    /// <summary>Words for an infinite number, in any case of the letters, with or without a sign.</summary>
    internal static readonly string[] InfinityWords = ["inf", "1.#inf"];

    /// <summary>Words for NaN, in any case of the letters, with or without a sign.</summary>
    internal static readonly string[] NanWords = ["nan", "nan(ind)", "nan(snan)", "1.#qnan", "1.#ind", "1.#snan"];

    private const int BlockValueCount = 1 << 16;

    /// <summary>The most different texts that are kept to serve equal ones: metadata repeat from row to row.</summary>
    private const int MaxPoolCount = 100_000;

    private readonly HashSet<string> _pool = new(StringComparer.Ordinal);
    private readonly List<double[]> _blocks = [];
    private string[] _names = [];
    private List<string>?[] _texts = [];

    /// <summary>The words for a missing value of a column of which nothing else is known yet: a text behind them makes
    /// texts of them.</summary>
    private List<(int Row, string Word)>?[] _words = [];
    private bool[] _isNumber = [];
    private int _blockRowCount;

    /// <summary>Line of the first field that decided a column's kind.</summary>
    private int[] _decidedOn = [];

    public ProfileTable Read(TextReader reader)
    {
        using var records = new CsvRecords(reader, delimiter, blobName);
        _names = records.Header;
        _texts = new List<string>?[_names.Length];
        _words = new List<(int, string)>?[_names.Length];
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
                throw Contradiction(records, column, "a number", "text");
            texts.Add(Pooled(text));
            return double.NaN;
        }

        if (text.Length == 0)
            return double.NaN;
        if (TryParse(text, out var number))
        {
            if (!_isNumber[column])
                (_isNumber[column], _decidedOn[column], _words[column]) = (true, records.LineNumber, null);
            return number;
        }

        if (IsMissing(text))
        {
            if (!_isNumber[column])
                (_words[column] ??= []).Add((rowCount, Pooled(text)));
            return double.NaN;
        }

        if (_isNumber[column])
            throw Contradiction(records, column, "no number", "numbers");
        _decidedOn[column] = records.LineNumber;
        _texts[column] = [.. Enumerable.Repeat("", rowCount), Pooled(text)];
        foreach (var (row, word) in _words[column] ?? [])
            _texts[column]![row] = word;
        _words[column] = null;
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

    private ScreenDataException Contradiction(CsvRecords records, int column, string what, string rest) =>
        ColumnFault.Of(
            records, column, features, $"is {what}; the column holds {rest} since line {_decidedOn[column]}");

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
    /// with a sign, white space around; and what Microsoft's C prints (<c>-nan(ind)</c>, <c>1.#INF</c>,
    /// <c>1.#QNAN</c>, <c>1.#IND</c>).</summary>
    internal static bool TryParse(ReadOnlySpan<char> text, out double number)
    {
        // Nearly all fields are plain numbers: the words are looked at only after that.
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number))
            return true;
        text = text.Trim();
        var isNegative = text is ['-', ..];
        var word = text is ['-' or '+', ..] ? text[1..] : text;
        if (IsAnyOf(word, InfinityWords))
        {
            number = isNegative ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }

        number = double.NaN;
        return IsAnyOf(word, NanWords);
    }

    /// <summary>Reads a field in UTF-8 as <see cref="TableNumber"/> does.</summary>
    internal static bool TryParseField(ReadOnlySpan<byte> utf8, out double number) =>
        // Nearly all fields are plain numbers: nothing is decoded for them.
        double.TryParse(utf8, NumberStyles.Float, CultureInfo.InvariantCulture, out number) ||
        TableNumber.TryParse(Encoding.UTF8.GetString(utf8), out number);

    /// <summary>Whether a field is a word for a missing value, as R, SQL and Excel write it, or white space: no number
    /// and no text, as the empty field.</summary>
    internal static bool IsMissing(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        foreach (var word in MissingWords)
        {
            if (text.SequenceEqual(word))
                return true;
        }

        return text.Length == 0;
    }

    private static bool IsAnyOf(ReadOnlySpan<char> text, string[] words)
    {
        foreach (var word in words)
        {
            if (text.Equals(word, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
