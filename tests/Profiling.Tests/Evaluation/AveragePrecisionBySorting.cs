using HcsGrid.Profiling.Evaluation;

namespace HcsGrid.Profiling.Tests.Evaluation;

/// <summary>
/// Average precision the plain way: every row is tried as a partner, and all partners are sorted.
/// </summary>
internal static class AveragePrecisionBySorting
{
    public static (PairConfiguration Pairs, double AveragePrecision) Of(
        ProfileTable table, PairRules rules, int row, string label) =>
        Of(table, rules, row, label, (a, b) => 1f - (float)NearestNeighbours.Cosine(a, b));

    public static (PairConfiguration Pairs, double AveragePrecision) Of(
        ProfileTable table, PairRules rules, int row, string label, Func<double[], double[], float> distanceOf)
    {
        var ranked = new List<(float Distance, bool IsPositive)>();
        for (var other = 0; other < table.RowCount; other++)
        {
            if (other == row)
                continue;
            var distance = distanceOf(table.Row(row), table.Row(other));
            if (Are(table, rules, rules.PosSameBy, rules.PosDiffBy, row, other)
                && (label.Length == 0 || LabelsOf(table, rules, other).Contains(label)))
            {
                ranked.Add((distance, true));
            }

            if (Are(table, rules, rules.NegSameBy, rules.NegDiffBy, row, other))
                ranked.Add((distance, false));
        }

        var (sum, found) = (0.0, 0);
        var sorted = ranked.OrderBy(partner => partner.Distance).ThenByDescending(partner => partner.IsPositive);
        foreach (var (partner, rank) in sorted.Select((partner, index) => (partner, index + 1)))
        {
            if (partner.IsPositive)
                sum += (double)++found / rank;
        }

        return (new PairConfiguration(found, ranked.Count), found > 0 ? sum / found : double.NaN);
    }

    private static bool Are(
        ProfileTable table,
        PairRules rules,
        IReadOnlyList<string> same,
        IReadOnlyList<string> different,
        int a,
        int b) =>
        same.All(name => name == rules.MultilabelColumn
            ? LabelsOf(table, rules, a).Intersect(LabelsOf(table, rules, b)).Any()
            : HaveValues(table, name, a, b) && table.Metadata(name)[a] == table.Metadata(name)[b])
        && different.All(name => HaveValues(table, name, a, b) && (name == rules.MultilabelColumn
            ? !LabelsOf(table, rules, a).Intersect(LabelsOf(table, rules, b)).Any()
            : table.Metadata(name)[a] != table.Metadata(name)[b]));

    private static bool HaveValues(ProfileTable table, string name, int a, int b) =>
        table.Metadata(name)[a].Length > 0 && table.Metadata(name)[b].Length > 0;

    private static string[] LabelsOf(ProfileTable table, PairRules rules, int row) =>
        rules.MultilabelColumn is { } name
            ? table.Metadata(name)[row].Split('|', StringSplitOptions.RemoveEmptyEntries)
            : [];
}
