using HcsGrid.Profiling.Evaluation;

namespace HcsGrid.Profiling.Tests.Evaluation;

public class UniformPValuesTests
{
    private const string Label = "Metadata_label";
    private const int RunCount = 600;

    [Fact]
    public void P_values_of_profiles_without_structure_are_uniform()
    {
        var pValues = PValues(out _);
        Assert.True(Distance(pValues) * Math.Sqrt(RunCount) < 1.95, $"{Distance(pValues)}");
    }

    [Fact]
    public void P_values_of_groups_without_structure_are_at_least_as_cautious_as_uniform_ones()
    {
        PValues(out var ofGroups);
        foreach (var level in (double[])[0.01, 0.05, 0.1, 0.2])
        {
            var share = ofGroups.Count(p => p <= level) / (double)RunCount;
            Assert.True(share <= level + (4 * Math.Sqrt(level * (1 - level) / RunCount)), $"{level}: {share}");
        }
    }

    /// <summary>One profile and one group of each of many tables of noise.</summary>
    private static double[] PValues(out double[] ofGroups)
    {
        var rules = new PairRules { PosSameBy = [Label], NegDiffBy = [Label] };
        var (ofProfiles, groups) = (new double[RunCount], new double[RunCount]);
        for (var run = 0; run < RunCount; run++)
        {
            var options = new AveragePrecisionOptions { NullSize = 1999, Seed = run };
            var table = MadeUpTables.Random(40, 12, seed: 1000 + run)
                .WithMetadata(Label, [.. Enumerable.Range(0, 40).Select(row => row < 6 ? "a" : $"{row}")]);
            var result = AveragePrecision.Of(table, rules, options);
            ofProfiles[run] = result.Profiles[0].PValue;
            groups[run] = AveragePrecision.MeanOf(result, table, [Label], options).Single().PValue;
        }

        ofGroups = groups;
        return ofProfiles;
    }

    /// <summary>Kolmogorov and Smirnov's: the largest distance of the empirical distribution from the uniform one;
    /// times √n above 1.95 has a chance of 0.001.</summary>
    private static double Distance(double[] pValues)
    {
        var sorted = pValues.Order().ToArray();
        double n = sorted.Length;
        return sorted.Select((p, i) => Math.Max(((i + 1) / n) - p, p - (i / n))).Max();
    }
}
