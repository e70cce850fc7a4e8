namespace HcsGrid.Profiling.Tables;

/// <summary>
/// Tells of columns that are named as features but hold text, so that they became metadata: numbers with a comma for
/// the point look so.
/// </summary>
internal static class FeatureTexts
{
    private const int ShownCount = 5;

    /// <summary>Tells of such columns, in one line with an example; of AnnData and GCT nothing, which say themselves
    /// what is metadata.</summary>
    /// <param name="note">Takes the line; null where nobody listens.</param>
    /// <param name="path">The stored table.</param>
    /// <param name="features">What made its columns features.</param>
    /// <param name="metadataNames">The columns that became metadata.</param>
    public static void Tell(
        Action<string>? note, string path, FeatureChoice features, IReadOnlyList<string> metadataNames)
    {
        var format = TableFile.FormatOf(path);
        if (note is null || format is TableFormat.AnnData or TableFormat.Gct)
            return;
        string[] names = [.. metadataNames.Where(features.IsNamedFeature)];
        if (names.Length == 0)
            return;
        var example = format is TableFormat.Csv or TableFormat.Tsv
            ? ExampleOf(path, TableFile.DelimiterOf(format), names[0])
            : "";
        var columns = names.Length == 1
            ? "1 column is named as a feature but holds"
            : $"{names.Length} columns are named as features but hold";
        note($"{columns} text, and became metadata: "
            + string.Join(", ", names.Take(ShownCount)) + (names.Length > ShownCount ? ", …" : "") + example);
    }

    private static string ExampleOf(string path, char delimiter, string name) =>
        CsvRecords.Read(path, delimiter, records =>
        {
            var column = Array.IndexOf(records.Header, name);
            while (records.MoveNext())
            {
                var text = records.Field(column);
                if (CsvTableReader.IsMissing(text))
                    continue;
                var advice = ColumnFault.HasDecimalComma(text) ? $": {ColumnFault.PointAdvice}" : "";
                return $" ({name} has '{ColumnFault.Shown(text)}' in line {records.LineNumber}{advice})";
            }

            return "";
        });
}
