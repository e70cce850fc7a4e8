using HcsGrid.Profiling.Structure;

namespace HcsGrid.Profiling.Evaluation;

/// <summary>
/// Measures how well each profile ranks the profiles that should be like it before those that should not.
/// </summary>
/// <remarks>
/// <para>AP = (1/P) Σ j / rank_j over the P positives in order of decreasing similarity, by default the cosine, ranks
/// among all pairs of the profile. Source: copairs (Kalinin et al. 2025), <c>map.average_precision</c> and
/// <c>compute.p_values</c>, whose numbers these are.</para>
/// <para>Profiles are compared as they are, not centred, but for correlations. As in copairs, ranks go by distances in
/// single precision (<see cref="PairDistance"/>), and of equal ones positives come first. A row that has no finite
/// value, or no direction (zeros only; for correlations one value only), takes part in no pair; of the others, a
/// feature that any of them lacks is left out for all. A row may be a copy of another: that is a pair like any. No row
/// is paired with itself.</para>
/// <para>p = (#{chance values ≥ AP} + 1) / (size + 1), chance values in single precision, see
/// <see cref="NullDistributions"/>.</para>
/// <para>Cost: only pairs of rows that share a block of queries with a pair of theirs are multiplied; memory is one
/// copy of the features, and for each thread a block of at most <see cref="BlockSize"/> rows of similarities. No
/// result depends on the number of threads, nor on the order of the rows.</para>
/// </remarks>
public static class AveragePrecision
{
    /// <summary>Queries whose similarities a thread holds at the same time.</summary>
    public const int BlockSize = 96;

    /// <summary>Average precisions with p-values from drawn chance distributions.</summary>
    /// <exception cref="ArgumentException">An option or a rule is out of its bounds, or the table has no such
    /// column.</exception>
    public static AveragePrecisionResult Of(ProfileTable table, PairRules rules, AveragePrecisionOptions options) =>
        Of(table, rules, options, NullDistributions.Drawn(options));

    /// <summary>Average precisions with p-values from chance distributions of the caller's.</summary>
    /// <exception cref="ArgumentException">Also: a configuration has no given distribution.</exception>
    public static AveragePrecisionResult Of(
        ProfileTable table, PairRules rules, AveragePrecisionOptions options, NullDistributions nulls)
    {
        options.Validate();
        var rows = ComparableRows.Of(table, options.Metric);
        var (values, featureCount) = (rows.InTableOrder(out var mayTakePart), rows.UsedFeatures.Count);
        var pairs = PairIndex.Of(table, rules, mayTakePart);
        var found = new ProfilePrecision[pairs.Queries.Count];
        Parallel.For(
            0,
            (found.Length + BlockSize - 1) / BlockSize,
            options.Parallelism,
            () => new PairBlockRanker(values, featureCount, table.RowCount, pairs, options.Distance),
            (block, _, ranker) =>
            {
                ranker.Rank(block * BlockSize, Math.Min((block + 1) * BlockSize, found.Length), found);
                return ranker;
            },
            _ => { });
        SetPValues(found, nulls, options);
        return new AveragePrecisionResult
        {
            Profiles = Complete(table, found, mayTakePart, rules),
            FeatureCount = featureCount,
            RowsLeftOut = [.. Enumerable.Range(0, table.RowCount).Where(row => !mayTakePart[row])],
            Nulls = nulls,
        };
    }

    /// <summary>The mean over groups of rows, with p-values and their correction.</summary>
    /// <remarks>
    /// <para>Rows are grouped by the named columns, or by label where the result has labels and the multilabel column
    /// is named; groups come in ordinal order. Rows without a positive pair, or without a value of a column, are no
    /// members; groups without members are absent.</para>
    /// <para>p = (#{chance means &gt; mean} + 1) / (size + 1), compared in single precision. A chance mean is that of
    /// the members' chance values of the same draw, summed in single precision, configurations ascending. Members of
    /// one configuration share their values, so that a larger group has no narrower chance distribution: p is
    /// conservative. Source: copairs, <c>map.mean_average_precision</c>.</para>
    /// </remarks>
    /// <exception cref="ArgumentException">The table has no such column, or is not the one that the result is
    /// of.</exception>
    public static IReadOnlyList<GroupPrecision> MeanOf(
        AveragePrecisionResult result,
        ProfileTable table,
        IReadOnlyList<string> groupBy,
        AveragePrecisionOptions options,
        string? multilabelColumn = null)
    {
        options.Validate();
        var groups = PrecisionGroup.Of(result, table, groupBy, multilabelColumn);
        var nulls = result.Nulls ?? NullDistributions.Drawn(options);
        var (means, pValues) = (new double[groups.Count], new double[groups.Count]);
        Parallel.For(
            0,
            groups.Count,
            options.Parallelism,
            () => new float[nulls.Size],
            (g, _, chance) =>
            {
                means[g] = groups[g].Mean();
                pValues[g] = groups[g].PValue(means[g], nulls, chance);
                return chance;
            },
            _ => { });
        var corrected = FalseDiscoveryRate.BenjaminiHochberg(pValues);
        return
        [
            .. groups.Select((group, g) => new GroupPrecision
            {
                Key = group.Key,
                ProfileCount = group.Count,
                MeanAveragePrecision = means[g],
                PValue = pValues[g],
                CorrectedPValue = corrected[g],
                IsBelowP = pValues[g] < options.Threshold,
                IsBelowCorrectedP = corrected[g] < options.Threshold,
            }),
        ];
    }

    private static void SetPValues(
        ProfilePrecision[] profiles, NullDistributions nulls, AveragePrecisionOptions options)
    {
        var groups = Enumerable.Range(0, profiles.Length).Where(i => profiles[i].IsDefined)
            .GroupBy(i => profiles[i].Pairs).ToArray();
        Parallel.ForEach(groups, options.Parallelism, group =>
        {
            var ascending = nulls[group.Key].ToArray();
            Array.Sort(ascending);
            foreach (var i in group)
            {
                var p = NullDistributions.PValue(ascending, profiles[i].AveragePrecision);
                profiles[i] = profiles[i] with { PValue = p };
            }
        });
    }

    /// <summary>Puts profiles in the table's order, and those in that take no part.</summary>
    private static ProfilePrecision[] Complete(
        ProfileTable table, ProfilePrecision[] found, bool[] mayTakePart, PairRules rules)
    {
        var left = Enumerable.Range(0, rules.MultilabelColumn is null ? table.RowCount : 0)
            .Where(row => !mayTakePart[row])
            .Select(row => new ProfilePrecision(row, "", default, double.NaN, double.NaN));
        return
        [
            .. found.Concat(left).OrderBy(profile => profile.RowIndex)
                .ThenBy(profile => profile.Label, StringComparer.Ordinal),
        ];
    }
}
