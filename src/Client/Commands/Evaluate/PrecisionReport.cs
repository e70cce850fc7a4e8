using System.Globalization;
using HcsGrid.Profiling;
using HcsGrid.Profiling.Evaluation;
using HcsGrid.Profiling.Tables;
using Spectre.Console;

namespace HcsGrid.Client.Commands.Evaluate;

/// <summary>
/// Tells average precisions to programs and people, and writes them as a table.
/// </summary>
internal static class PrecisionReport
{
    private static readonly string[] Names = ["n_pos_pairs", "n_total_pairs", "average_precision", "p_value"];

    /// <summary>Writes one row a profile: its metadata, then copairs' columns.</summary>
    public static void Write(
        string path,
        EvaluateTable table,
        PairRules rules,
        AveragePrecisionOptions options,
        AveragePrecisionResult result)
    {
        var metadata = table.Table.SelectFeatures([]);
        var builder = new ProfileTableBuilder(metadata.MetadataNames, Names);
        var columns = metadata.MetadataNames.Select(metadata.Metadata).ToArray();
        foreach (var profile in result.Profiles)
        {
            var texts = columns.Select((column, c) => metadata.MetadataNames[c] == rules.MultilabelColumn
                ? profile.Label
                : column[profile.RowIndex]).ToArray();
            builder.AddRow(
                texts,
                [profile.Pairs.PositiveCount, profile.Pairs.TotalCount, profile.AveragePrecision, profile.PValue]);
        }

        var provenance = TableProvenance.Of("evaluate map")
            .WithOption("rules", Describe(rules))
            .WithOption("distance", PrecisionOptions.NameOf(options.Distance))
            .WithOption("null-size", options.NullSize.ToString(CultureInfo.InvariantCulture))
            .WithOption("seed", options.Seed.ToString(CultureInfo.InvariantCulture))
            .WithOption("normalization", table.Normalization?.ToString() ?? "none")
            .WithInput(table.Path);
        table.Try(_ =>
        {
            TableFile.Write(builder.Build(), path, provenance);
            return true;
        });
    }

    public static void Tell(
        Output output,
        EvaluateTable table,
        PairRules rules,
        AveragePrecisionOptions options,
        AveragePrecisionResult result,
        IReadOnlyList<string> groupBy,
        IReadOnlyList<GroupPrecision> groups)
    {
        var defined = result.Profiles.Where(profile => profile.IsDefined).ToArray();
        if (output.IsJson)
        {
            Output.WriteJson(new
            {
                MeanAveragePrecision = Mean(groups.Select(group => group.MeanAveragePrecision)),
                Groups = groups.Count,
                BelowP = groups.Count(group => group.IsBelowP),
                BelowCorrectedP = groups.Count(group => group.IsBelowCorrectedP),
                Profiles = result.Profiles.Count,
                ProfilesWithPositives = defined.Length,
                PositivePairs = result.Profiles.Sum(profile => (long)profile.Pairs.PositiveCount),
                TotalPairs = result.Profiles.Sum(profile => (long)profile.Pairs.TotalCount),
                Features = result.FeatureCount,
                RowsLeftOut = result.RowsLeftOut.Count,
                rules.PosSameBy,
                rules.PosDiffBy,
                rules.NegSameBy,
                rules.NegDiffBy,
                Multilabel = rules.MultilabelColumn,
                GroupBy = groupBy,
                Distance = PrecisionOptions.NameOf(options.Distance),
                options.NullSize,
                options.Seed,
                options.Threshold,
                table.Normalization,
                Results = groups.Select(group => new
                {
                    group.Key,
                    Profiles = group.ProfileCount,
                    group.MeanAveragePrecision,
                    group.PValue,
                    group.CorrectedPValue,
                    BelowP = group.IsBelowP,
                    BelowCorrectedP = group.IsBelowCorrectedP,
                }),
            });
            return;
        }

        Output.WriteLine(
            $"{groups.Count(group => group.IsBelowCorrectedP)} of {groups.Count} groups are significant "
            + $"(corrected p < {options.Threshold.ToString(CultureInfo.InvariantCulture)}); mean average precision "
            + Number(Mean(groups.Select(group => group.MeanAveragePrecision))));
        Output.WriteLine($"  {Describe(rules)}");
        if (table.Normalization is { } normalization)
            Output.WriteLine($"  normalized: {normalization}");
        Output.WriteLine(
            $"  {defined.Length} of {result.Profiles.Count} profiles have positives; {result.FeatureCount} features, "
            + $"{result.RowsLeftOut.Count} rows without values left out");
        output.People.Write(TableOf(groupBy, groups));
    }

    private static Table TableOf(IReadOnlyList<string> groupBy, IReadOnlyList<GroupPrecision> groups)
    {
        const int Shown = 40;
        var table = new Table().AddColumns([.. groupBy, "profiles", "mAP", "p", "corrected p"]);
        foreach (var group in groups.OrderBy(group => group.PValue)
            .ThenByDescending(group => group.MeanAveragePrecision).Take(Shown))
        {
            table.AddRow(
                [
                    .. group.Key.Select(Markup.Escape),
                    $"{group.ProfileCount}",
                    Number(group.MeanAveragePrecision),
                    Number(group.PValue),
                    Number(group.CorrectedPValue),
                ]);
        }

        return groups.Count > Shown ? table.Caption($"the first {Shown} of {groups.Count} by p") : table;
    }

    private static string Describe(PairRules rules)
    {
        return $"positive: {Side(rules.PosSameBy, rules.PosDiffBy)}; negative: {Side(rules.NegSameBy, rules.NegDiffBy)}"
            + (rules.MultilabelColumn is { } column ? $"; several labels in {column}" : "");
        static string Side(IReadOnlyList<string> same, IReadOnlyList<string> different) => string.Join(
            ", ",
            new[]
            {
                same.Count > 0 ? $"same {string.Join(", ", same)}" : "",
                different.Count > 0 ? $"different {string.Join(", ", different)}" : "",
            }.Where(text => text.Length > 0));
    }

    private static double? Mean(IEnumerable<double> values) =>
        values.ToArray() is { Length: > 0 } all ? all.Average() : null;

    private static string Number(double? value) => value?.ToString("G4", CultureInfo.InvariantCulture) ?? "undefined";
}
