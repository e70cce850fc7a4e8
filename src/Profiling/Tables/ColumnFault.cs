using HcsGrid.Plates;

namespace HcsGrid.Profiling.Tables;

/// <summary>
/// Tells of a field that does not go with its column, and what to do about it.
/// </summary>
internal static class ColumnFault
{
    /// <summary>What is wrong with <c>1,5</c>.</summary>
    public const string PointAdvice = "numbers have a point, not a comma";

    /// <summary>The error of a record's field.</summary>
    /// <param name="records">The text, at the field's record.</param>
    /// <param name="column">The field's column.</param>
    /// <param name="features">What makes a column a feature.</param>
    /// <param name="why">What the field is, and what the column holds.</param>
    /// <param name="inner">The error that showed it.</param>
    public static ScreenDataException Of(
        CsvRecords records, int column, FeatureChoice features, string why, Exception? inner = null)
    {
        var text = records.Field(column);
        var advice = HasDecimalComma(text) ? $": {PointAdvice}"
            : features.IsNamedFeature(records.Header[column]) ? ""
            : $". Columns of text are best named {CsvTable.MetadataPrefix}…";
        return records.Error(
            $"'{Shown(text)}' in column '{records.Header[column]}' {why}{advice}", records.LineNumber, inner);
    }

    /// <summary>The beginning of a field, for messages.</summary>
    public static string Shown(ReadOnlySpan<char> text)
    {
        const int Length = 40;
        return text.Length > Length ? $"{text[..Length]}…" : text.ToString();
    }

    /// <summary>Whether a text is a number as many countries write it: with one comma for the point.</summary>
    public static bool HasDecimalComma(ReadOnlySpan<char> text)
    {
        var comma = text.IndexOf(',');
        return comma >= 0 && comma == text.LastIndexOf(',') && !text.Contains('.')
            && CsvTableReader.TryParse(text.ToString().Replace(',', '.'), out _);
    }
}
