using System.Globalization;
using HcsGrid.Profiling.Evaluation;

namespace HcsGrid.Profiling.Tests.Evaluation;

public class AveragePrecisionGoldenTests
{
    private const string Sample = "Metadata_broad_sample";
    private const string Moa = "Metadata_moa";
    private const string Reference = "Metadata_Reference_Index";
    private static readonly AveragePrecisionOptions Options = new();

    public static TheoryData<string> Tags { get; } = ["replicability", "moa_wells", "moa_wells_any", "moa_consensus"];

    [Theory]
    [MemberData(nameof(Tags))]
    public void Average_precision_and_p_values_are_those_of_the_reference_with_its_chance_values(string tag)
    {
        var (table, rules, _) = CaseOf(tag);
        var expected = Golden.Read($"a_copairs_{tag}_ap");
        var result = AveragePrecision.Of(table, rules, Options, GivenNulls(tag));
        Assert.Equal(expected.RowCount, result.Profiles.Count);
        Assert.Equal(table.FeatureCount, result.FeatureCount);
        Assert.Empty(result.RowsLeftOut);
        for (var row = 0; row < expected.RowCount; row++)
        {
            var profile = result.Profiles[row];
            var place = $"{tag}, row {row}";
            Assert.Equal(row, profile.RowIndex);
            Assert.Equal(
                (Number(expected, "n_pos_pairs", row), Number(expected, "n_total_pairs", row)),
                (profile.Pairs.PositiveCount, profile.Pairs.TotalCount));
            Golden.Equal(Number(expected, "average_precision", row), profile.AveragePrecision, 1e-9, place);

            // The reference keeps this p in single precision.
            var p = (float)Number(expected, "p_value", row);
            Assert.True(p.Equals((float)profile.PValue), $"{place}: expected {p:R}, got {profile.PValue:R}");
        }
    }

    [Theory]
    [InlineData("replicability", "")]
    [InlineData("replicability", "_by_solvent")]
    [InlineData("moa_wells", "")]
    [InlineData("moa_wells_any", "")]
    [InlineData("moa_consensus", "")]
    public void Means_and_their_p_values_are_those_of_the_reference_with_its_chance_values(string tag, string suffix)
    {
        var (table, rules, groupBy) = CaseOf(tag);
        groupBy = suffix.Length > 0 ? "Metadata_solvent" : groupBy;
        var result = AveragePrecision.Of(table, rules, Options, GivenNulls(tag));
        var groups = AveragePrecision.MeanOf(result, table, [groupBy], Options);
        var expected = Golden.Read($"a_copairs_{tag}_map{suffix}");
        Assert.Equal(expected.Metadata(groupBy), groups.Select(group => group.Key[0]));
        for (var g = 0; g < groups.Count; g++)
        {
            var (group, place) = (groups[g], $"{tag}{suffix}, group {g}");
            Assert.Equal(Number(expected, "n_profiles", g), group.ProfileCount);
            Golden.Equal(
                Number(expected, "mean_average_precision", g), group.MeanAveragePrecision, 1e-9, place);
            Assert.Equal(Number(expected, "p_value", g), group.PValue);
            Golden.Equal(Number(expected, "corrected_p_value", g), group.CorrectedPValue, 1e-12, place);
            Assert.Equal(expected.Metadata("below_p")[g] == "True", group.IsBelowP);
            Assert.Equal(expected.Metadata("below_corrected_p")[g] == "True", group.IsBelowCorrectedP);
        }
    }

    [Theory]
    [MemberData(nameof(Tags))]
    public void P_values_of_drawn_chance_values_lie_within_five_standard_errors_of_the_reference(string tag)
    {
        var (table, rules, groupBy) = CaseOf(tag);
        var result = AveragePrecision.Of(table, rules, Options);
        var groups = AveragePrecision.MeanOf(result, table, [groupBy], Options);
        var (profiles, means) = (Golden.Read($"a_copairs_{tag}_ap"), Golden.Read($"a_copairs_{tag}_map"));
        foreach (var profile in result.Profiles.Where(profile => profile.IsDefined))
            RequireNear(Number(profiles, "p_value", profile.RowIndex), profile.PValue, $"{tag}, {profile}");
        for (var g = 0; g < groups.Count; g++)
            RequireNear(Number(means, "p_value", g), groups[g].PValue, $"{tag}, {groups[g].Key[0]}");
    }

    private static void RequireNear(double expected, double actual, string place)
    {
        const int Size = 10_000;
        var bound = 5 * Math.Sqrt(2 * expected * (1 - expected) / Size);
        Assert.True(Math.Abs(expected - actual) <= bound, $"{place}: expected {expected} ± {bound}, got {actual}");
    }

    private static double Number(ProfileTable table, string column, int row) =>
        table[row, table.FeatureIndexOf(column)];

    private static (ProfileTable Table, PairRules Rules, string GroupBy) CaseOf(string tag)
    {
        var moa = new PairRules { PosSameBy = [Moa], NegDiffBy = [Moa] };
        switch (tag)
        {
            case "replicability":
                var wells = Golden.Read("a_input");
                var type = wells.Metadata("Metadata_pert_type");
                var reference = Enumerable.Range(0, wells.RowCount).Select(row => type[row] == "control" ? row : -1);
                return (
                    wells.WithMetadata(Reference, [.. reference.Select(r => r.ToString(CultureInfo.InvariantCulture))]),
                    new PairRules { PosSameBy = [Sample, Reference], NegDiffBy = [Sample, Reference] },
                    Sample);
            case "moa_consensus":
                return (WithMoa(MediansWithMoa()), moa, Moa);
            default:
                return (
                    WithMoa(Golden.Read("a_input")), tag == "moa_wells" ? moa with { PosDiffBy = [Sample] } : moa, Moa);
        }
    }

    private static ProfileTable WithMoa(ProfileTable table)
    {
        var moas = table.Metadata(Moa);
        return table.SelectRows(row => moas[row].Length > 0);
    }

    private static ProfileTable MediansWithMoa()
    {
        var (medians, wells) = (Golden.Read("a_aggregate_median_by_broad_sample"), Golden.Read("a_input"));
        var (samples, moas) = (wells.Metadata(Sample), wells.Metadata(Moa));
        var moaOf = Enumerable.Range(0, wells.RowCount).GroupBy(row => samples[row])
            .ToDictionary(group => group.Key, group => moas[group.First()]);
        return medians.WithMetadata(Moa, [.. medians.Metadata(Sample).Select(sample => moaOf[sample])]);
    }

    private static NullDistributions GivenNulls(string tag)
    {
        var stored = Golden.Read($"a_copairs_{tag}_null");
        var given = new Dictionary<PairConfiguration, float[]>();
        for (var f = 0; f < stored.FeatureCount; f++)
        {
            var parts = stored.FeatureNames[f].Split('_');
            var configuration = new PairConfiguration(
                int.Parse(parts[0]["pos".Length..], CultureInfo.InvariantCulture),
                int.Parse(parts[1]["total".Length..], CultureInfo.InvariantCulture));
            given[configuration] = [.. stored.Feature(f).ToArray().Select(value => (float)value)];
        }

        return NullDistributions.Given(given);
    }
}
