namespace HcsGrid.Profiling.Aggregation;

/// <summary>
/// Weights the replicates of a perturbation by how well they agree: moderated z-scores.
/// </summary>
/// <remarks>
/// <para>R is the correlation of the replicates' profiles over the features (Spearman's with average ranks by default),
/// its diagonal left out, negatives as 0. A replicate's raw weight is its mean R with the others, at least
/// <see cref="ModzOptions.MinWeight"/>; divided by the group's sum; rounded to <see cref="ModzOptions.Precision"/>
/// decimals, half to even. The profile is Σ weight·profile; the rounded weights need not add up to 1, and nothing
/// renormalizes. Source: pycytominer 1.2.4, <c>modz</c> (after Subramanian et al. 2017,
/// 10.1016/j.cell.2017.10.049).</para>
/// <para>One replicate is its own profile. Rows that lack the group's key are left out. Two profiles correlate over the
/// features that both have; an undefined correlation (a constant profile) does not count, and a replicate without a
/// defined one has the smallest raw weight. A missing value adds nothing to the sum, as in the reference; a feature
/// that no replicate has is NaN, where the reference has 0.</para>
/// </remarks>
public static class Modz
{
    /// <summary>The weight of every replicate: groups in the order of their keys, rows in the table's order.</summary>
    /// <exception cref="ArgumentException">No columns are named, one is not in the table, or an option is out of
    /// bounds.</exception>
    public static IReadOnlyList<ReplicateWeight> Weights(
        ProfileTable table, IReadOnlyList<string> groupBy, ModzOptions options)
    {
        options.Validate();
        var weights = new ReplicateWeight[table.RowCount];
        var groups = RowGroups.Of(table, groupBy).WithoutMissing(table, groupBy);
        var starts = ForEachGroup(table, groups, options, (group, start, own, _) => own.CopyTo(weights.AsSpan(start)));
        return weights.AsSpan(0, starts).ToArray();
    }

    /// <summary>The consensus profiles of groups, column after column.</summary>
    internal static double[] Combine(ProfileTable table, RowGroups groups, ModzOptions options)
    {
        options.Validate();
        var values = new double[ProfileTable.ValueCount(groups.Count, table.FeatureCount)];
        ForEachGroup(table, groups, options, (group, _, weights, profiles) =>
        {
            for (var f = 0; f < table.FeatureCount; f++)
                values[(f * groups.Count) + group] = WeightedSum(profiles, f, table.FeatureCount, weights);
        });
        return values;
    }

    private delegate void GroupWork(
        int group, int start, ReadOnlySpan<ReplicateWeight> weights, ReadOnlySpan<double> profiles);

    /// <summary>Works on each group with its weights and its profiles one after the other.</summary>
    /// <returns>Rows in all groups.</returns>
    private static int ForEachGroup(ProfileTable table, RowGroups groups, ModzOptions options, GroupWork work)
    {
        var starts = new int[groups.Count + 1];
        for (var group = 0; group < groups.Count; group++)
            starts[group + 1] = starts[group] + groups[group].Length;
        Parallel.For(0, groups.Count, () => new ReplicateCorrelations(table.FeatureCount, options.Method),
            (group, _, correlations) =>
            {
                var rows = groups[group];
                correlations.Load(table, rows);
                var weights = Weigh(correlations, rows, options);
                work(group, starts[group], weights, correlations.Profiles);
                return correlations;
            },
            _ => { });
        return starts[^1];
    }

    private static ReplicateWeight[] Weigh(
        ReplicateCorrelations correlations, ReadOnlySpan<int> rows, ModzOptions options)
    {
        if (rows.Length == 1)
            return [new ReplicateWeight(rows[0], 1, 1, 1)];
        var raw = new double[rows.Length];
        var sum = 0.0;
        for (var i = 0; i < raw.Length; i++)
        {
            var (total, count) = (0.0, 0);
            for (var j = 0; j < raw.Length; j++)
            {
                var r = i == j ? double.NaN : correlations[i, j];
                if (double.IsNaN(r))
                    continue;
                total += Math.Max(r, 0);
                count++;
            }

            raw[i] = count == 0 ? options.MinWeight : Math.Max(total / count, options.MinWeight);
            sum += raw[i];
        }

        var weights = new ReplicateWeight[raw.Length];
        var power = Math.Pow(10, options.Precision);
        for (var i = 0; i < weights.Length; i++)
        {
            var weight = raw[i] / sum;
            var rounded = Math.Round(weight * power, MidpointRounding.ToEven) / power;
            weights[i] = new ReplicateWeight(rows[i], raw[i], weight, rounded);
        }

        return weights;
    }

    private static double WeightedSum(
        ReadOnlySpan<double> profiles, int feature, int featureCount, ReadOnlySpan<ReplicateWeight> weights)
    {
        var (sum, hasValue) = (0.0, false);
        for (var i = 0; i < weights.Length; i++)
        {
            var value = profiles[(i * featureCount) + feature];
            if (double.IsNaN(value))
                continue;
            sum += weights[i].Rounded * value;
            hasValue = true;
        }

        return hasValue ? sum : double.NaN;
    }
}
