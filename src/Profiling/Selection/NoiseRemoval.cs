namespace HcsGrid.Profiling.Selection;

/// <summary>
/// Leaves out features that vary too much among the replicates of a perturbation.
/// </summary>
/// <remarks>
/// Source: pycytominer 1.2.4, <c>noise_removal</c>: out if the mean over groups of the sd within a group (ddof 0, NaN
/// left out) &gt; cutoff. A group of one row has sd 0; one without a value, or with an infinite one, whose sd is not
/// finite, does not count; nor do rows that lack the group's key. Without any group the feature stays.
/// </remarks>
public sealed record NoiseRemoval(IReadOnlyList<string> PerturbGroups) : IFeatureOperation
{
    /// <summary>The largest mean sd that stays; default 0.8.</summary>
    public double StdevCutoff { get; init; } = 0.8;

    /// <inheritdoc/>
    public string Name => "noise_removal";

    /// <inheritdoc/>
    public IReadOnlyList<DroppedFeature> Judge(ProfileTable table, IReadOnlyList<int> features)
    {
        SelectionBounds.RequirePositive(nameof(StdevCutoff), StdevCutoff);
        var groups = RowGroups.Of(table, PerturbGroups).WithoutMissing(table, PerturbGroups);
        return FeatureJudge.Each(table, features, (name, column, buffer) =>
        {
            var (sum, count) = (0.0, 0);
            for (var group = 0; group < groups.Count; group++)
            {
                var values = buffer.AsSpan(0, OrderStatistics.Gather(column, groups[group], buffer));
                if (values.Length == 0)
                    continue;
                var mean = OrderStatistics.Mean(values);
                var variance = OrderStatistics.Variance(values, mean, ddof: 0);
                if (!double.IsFinite(variance))
                    continue;
                sum += Math.Sqrt(Math.Max(0, variance));
                count++;
            }

            var noise = sum / count;
            return noise > StdevCutoff ? new(name, Name, "mean_group_sd", noise, StdevCutoff) : null;
        });
    }
}
