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
        var infinite = TellInfinite(what.Input, featureNames, groups);
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
                InfiniteFeatures = featureNames.Where(infinite.Contains),
                Groups = groups.Select(group => new
                {
                    group.Key,
                    Rows = group.RowCount,
                    ReferenceRows = group.ReferenceRowCount,
                    Pooled = group.IsPooled,
                    group.DegenerateFeatures,
                    group.InfiniteFeatures,
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
        var constant = groups.SelectMany(group => group.DegenerateFeatures.Except(group.InfiniteFeatures))
            .ToHashSet(StringComparer.Ordinal);
        if (constant.Count > 0)
        {
            HcsGrid.Client.Output.WriteLine(
                $"{(constant.Count == 1 ? "1 feature does" : $"{constant.Count} features do")} not vary, or "
                + $"{(constant.Count == 1 ? "has" : "have")} no value, among the reference rows: "
                + FirstOf(featureNames, constant));
        }

        HcsGrid.Client.Output.WriteLine($"{what.Output}: {rowCount} rows, {featureNames.Count} features");
    }

    /// <summary>Tells on standard error which features have infinite values among the reference rows.</summary>
    /// <returns>Those features.</returns>
    public static HashSet<string> TellInfinite(
        string input, IReadOnlyList<string> featureNames, IReadOnlyList<NormalizedGroup> groups)
    {
        var infinite = groups.SelectMany(group => group.InfiniteFeatures).ToHashSet(StringComparer.Ordinal);
        if (infinite.Count > 0)
        {
            HcsGrid.Client.Output.Tell($"{input}: {Have(infinite.Count)} infinite values among the reference rows, "
                + $"and so no centre or spread to normalize by: {FirstOf(featureNames, infinite)}");
        }

        return infinite;
    }

    private static string Have(int count) => count == 1 ? "1 feature has" : $"{count} features have";

    private static string FirstOf(IReadOnlyList<string> featureNames, HashSet<string> chosen) =>
        string.Join(", ", featureNames.Where(chosen.Contains).Take(ShownCount))
        + (chosen.Count > ShownCount ? ", …" : "");
}
