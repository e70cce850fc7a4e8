namespace HcsGrid.Profiling.Tables;

/// <summary>
/// Numbers as tables of text spell them.
/// </summary>
public static class TableNumber
{
    /// <summary>Reads a field as the reader of tables does: an empty one, or a word for a missing value as R, SQL and
    /// Excel write it, is NaN.</summary>
    /// <returns>False where it is text.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out double number)
    {
        number = double.NaN;
        return CsvTableReader.IsMissing(text) || CsvTableReader.TryParse(text, out number);
    }
}
