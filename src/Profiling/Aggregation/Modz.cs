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
        var groups = RowGroups.Of(table, groupBy).WithoutMissing(table, groupBy);
        var weights = new ReplicateWeight[groups.Count][];
        ForEachBatch(table, groups, options, (batch, own, _) => own.CopyTo(weights.AsSpan(batch)));
        return [.. weights.SelectMany(group => group)];
    }

    /// <summary>The consensus profiles of groups, column after column.</summary>
    internal static double[] Combine(ProfileTable table, RowGroups groups, ModzOptions options)
    {
        options.Validate();
        var values = new double[ProfileTable.ValueCount(groups.Count, table.FeatureCount)];
        ForEachBatch(table, groups, options, (batch, weights, profiles) =>
        {
            for (var f = 0; f < table.FeatureCount; f++)
            {
                var target = values.AsSpan(f * groups.Count, groups.Count)[batch];
                var first = 0;
                for (var group = 0; group < weights.Length; group++)
                {
                    var own = profiles[(first * table.FeatureCount)..];
                    target[group] = WeightedSum(own, f, table.FeatureCount, weights[group]);
                    first += weights[group].Length;
                }
            }
        });
        return values;
    }

    /// <param name="batch">The groups.</param>
    /// <param name="weights">Of each of these groups.</param>
    /// <param name="profiles">Of all of these groups, one after the other.</param>
    private delegate void BatchWork(Range batch, ReplicateWeight[][] weights, ReadOnlySpan<double> profiles);

    /// <summary>Works on some neighbouring groups at a time with their weights and their profiles.</summary>
    private static void ForEachBatch(ProfileTable table, RowGroups groups, ModzOptions options, BatchWork work)
    {
        // The largest first, lest it begins when all others are done.
        Range[] batches = [.. Batches(groups, table.FeatureCount).OrderByDescending(b => groups.RowsOf(b).Length)];
        Parallel.For(0, batches.Length, () => new ReplicateCorrelations(table.FeatureCount, options.Method),
            (index, _, correlations) =>
            {
                var batch = batches[index];
                correlations.Load(table, groups.RowsOf(batch));
                var weights = new ReplicateWeight[batch.End.Value - batch.Start.Value][];
                var first = 0;
                for (var group = 0; group < weights.Length; group++)
                {
                    var rows = groups[batch.Start.Value + group];
                    correlations.Correlate(first, rows.Length);
                    weights[group] = Weigh(correlations, rows, options);
                    first += rows.Length;
                }

                work(batch, weights, correlations.Profiles);
                return correlations;
            },
            _ => { });
    }

    /// <summary>Neighbouring groups, together what stays in the cache: their rows often are neighbours, too, and lie in
    /// the same lines of memory.</summary>
    private static IEnumerable<Range> Batches(RowGroups groups, int featureCount)
    {
        const int MostValues = 1 << 15;
        var first = 0;
        for (var group = 1; group <= groups.Count; group++)
        {
            if (group < groups.Count && (long)groups.RowsOf(first..(group + 1)).Length * featureCount <= MostValues)
                continue;
            yield return first..group;
            first = group;
        }
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
