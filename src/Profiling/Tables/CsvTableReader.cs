using System.Globalization;
using HcsGrid.Plates;

namespace HcsGrid.Profiling.Tables;

/// <summary>
/// Reads one CSV file into a profile table, deciding column by column what is text and what is a number.
/// </summary>
internal sealed class CsvTableReader(string blobName, FeatureChoice features, char delimiter)
{
    private string[] _names = [];
    private List<string>?[] _texts = [];
    private List<double>?[] _numbers = [];

    /// <summary>Line of the first field that decided a column's kind.</summary>
    private int[] _decidedOn = [];

    public ProfileTable Read(TextReader reader)
    {
        using var records = new CsvRecords(reader, delimiter, blobName);
        _names = records.Header;
        _texts = new List<string>?[_names.Length];
        _numbers = new List<double>?[_names.Length];
        _decidedOn = new int[_names.Length];
        var chosen = features.ChooseFrom(_names, new Place { Blob = blobName, LineNumber = records.LineNumber });
        for (var column = 0; column < _names.Length; column++)
        {
            if (!chosen[column])
                _texts[column] = [];
        }

        var rowCount = 0;
        for (; records.MoveNext(); rowCount++)
        {
            for (var column = 0; column < _names.Length; column++)
                Take(records, column, records[column], rowCount);
        }

        return Build(records, rowCount);
    }

    private void Take(CsvRecords records, int column, string text, int rowCount)
    {
        if (_texts[column] is { } texts)
        {
            if (_decidedOn[column] > 0 && text.Length > 0 && TryParse(text, out _))
                throw Contradiction(records, column, text, "a number", "text");
            texts.Add(text);
        }
        else if (text.Length == 0)
        {
            _numbers[column]?.Add(double.NaN);
        }
        else if (TryParse(text, out var number))
        {
            var numbers = _numbers[column] ??= Missing(column, rowCount, records.LineNumber, double.NaN);
            numbers.Add(number);
        }
        else if (_numbers[column] is not null)
        {
            throw Contradiction(records, column, text, "no number", "numbers");
        }
        else
        {
            _texts[column] = Missing(column, rowCount, records.LineNumber, "");
            _texts[column]!.Add(text);
        }
    }

    private ScreenDataException Contradiction(CsvRecords records, int column, string text, string what, string rest)
    {
        const int Shown = 40;
        var shown = text.Length > Shown ? text[..Shown] + "…" : text;
        return records.Error(
            $"'{shown}' in column '{_names[column]}' is {what}; the column holds {rest} since line "
            + $"{_decidedOn[column]}. Columns of text are best named {CsvTable.MetadataPrefix}…",
            records.LineNumber);
    }

    private List<T> Missing<T>(int column, int rowCount, int lineNumber, T value)
    {
        _decidedOn[column] = lineNumber;
        return [.. Enumerable.Repeat(value, rowCount)];
    }

    private ProfileTable Build(CsvRecords records, int rowCount)
    {
        var metadata = Enumerable.Range(0, _names.Length).Where(column => _texts[column] is not null).ToArray();
        var features = Enumerable.Range(0, _names.Length).Where(column => _texts[column] is null).ToArray();
        if ((long)rowCount * features.Length > ProfileTable.MaxValueCount)
            throw records.Error($"{rowCount} rows of {features.Length} features are more than a table holds");
        var values = new double[rowCount * features.Length];
        for (var f = 0; f < features.Length; f++)
        {
            var target = values.AsSpan(f * rowCount, rowCount);
            if (_numbers[features[f]] is { } numbers)
                numbers.CopyTo(target);
            else
                target.Fill(double.NaN);
            _numbers[features[f]] = null;
        }

        return new ProfileTable(
            Array.ConvertAll(metadata, column => _names[column]),
            Array.ConvertAll(features, column => _names[column]),
            Array.ConvertAll(metadata, column => _texts[column]!.ToArray()),
            values,
            rowCount);
    }

    internal static bool TryParse(ReadOnlySpan<char> text, out double number)
    {
        text = text.Trim();
        if (text.Equals("nan", StringComparison.OrdinalIgnoreCase))
        {
            number = double.NaN;
            return true;
        }

        if (text.TrimStart("+-").Equals("inf", StringComparison.OrdinalIgnoreCase))
        {
            number = text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
    }
}
