using HcsGrid.Profiling.Normalization;
using Spectre.Console;

namespace HcsGrid.Client.Commands.Tables;

/// <summary>
/// What a normalization tells: as JSON, or as a table for people.
/// </summary>
/// <param name="Streamed">Whether the table was read in chunks.</param>
internal sealed record NormalizationWords(
    string Input, string Output, string Method, string Samples, bool Streamed)
{
    /// <summary>Groups and features that are shown to people; the JSON document has all.</summary>
    private const int ShownCount = 20;

    public static void Tell(
        Output words,
        NormalizationWords what,
        long rowCount,
        IReadOnlyList<string> featureNames,
        IReadOnlyList<NormalizedGroup> groups)
    {
        var degenerate = groups.SelectMany(group => group.DegenerateFeatures).ToHashSet(StringComparer.Ordinal);
        if (words.IsJson)
        {
            HcsGrid.Client.Output.WriteJson(new
            {
                what.Input,
                what.Output,
                what.Method,
                what.Samples,
                what.Streamed,
                Rows = rowCount,
                Features = featureNames.Count,
                DegenerateFeatures = featureNames.Where(degenerate.Contains),
                Groups = groups.Select(group => new
                {
                    group.Key,
                    Rows = group.RowCount,
                    ReferenceRows = group.ReferenceRowCount,
                    Pooled = group.IsPooled,
                    group.DegenerateFeatures,
                }),
            });
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumns("Group", "Rows", "Reference rows", "Degenerate");
        foreach (var group in groups.Take(ShownCount))
        {
            table.AddRow(
                Markup.Escape(group.Key.Count == 0 ? "all rows" : string.Join(", ", group.Key)),
                $"{group.RowCount}",
                $"{group.ReferenceRowCount}{(group.IsPooled ? " of all groups, as it has none" : "")}",
                $"{group.DegenerateFeatures.Count}");
        }

        words.People.Write(table);
        if (groups.Count > ShownCount)
            HcsGrid.Client.Output.WriteLine($"  … and {groups.Count - ShownCount} more groups");
        if (degenerate.Count > 0)
        {
            var names = featureNames.Where(degenerate.Contains).Take(ShownCount);
            HcsGrid.Client.Output.WriteLine($"{degenerate.Count} features do not vary among the reference rows: "
                + $"{string.Join(", ", names)}{(degenerate.Count > ShownCount ? ", …" : "")}");
        }

        HcsGrid.Client.Output.WriteLine($"{what.Output}: {rowCount} rows, {featureNames.Count} features");
    }
}
