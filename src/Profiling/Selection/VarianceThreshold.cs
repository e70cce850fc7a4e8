namespace HcsGrid.Profiling.Selection;

/// <summary>
/// Leaves out features that have nearly one value, or too few distinct ones.
/// </summary>
/// <remarks>
/// <para>Source: pycytominer 1.2.4, <c>variance_threshold</c> (later versions call it frequency_threshold): out if
/// count(second most common value) / count(most common) &lt; <see cref="FrequencyCut"/>, if there are fewer than two
/// distinct values, or if distinct values / rows &lt; <see cref="UniqueCut"/>. NaN is no value, but its rows
/// count.</para>
/// </remarks>
public sealed record VarianceThreshold : IFeatureOperation
{
    /// <summary>The smallest ratio of the second most common value's count to the first's; default 0.05.</summary>
    public double FrequencyCut { get; init; } = 0.05;

    /// <summary>The smallest ratio of distinct values to rows; default 0.01.</summary>
    public double UniqueCut { get; init; } = 0.01;

    /// <inheritdoc/>
    public string Name => "variance_threshold";

    /// <inheritdoc/>
    public IReadOnlyList<DroppedFeature> Judge(ProfileTable table, IReadOnlyList<int> features)
    {
        SelectionBounds.RequireShare(nameof(FrequencyCut), FrequencyCut);
        SelectionBounds.RequireShare(nameof(UniqueCut), UniqueCut);
        return FeatureJudge.Each(table, features, (name, column, buffer) =>
        {
            var (distinct, first, second) = Count(buffer.AsSpan(0, OrderStatistics.Compact(column, buffer)));
            if (distinct < 2)
                return new(name, Name, "distinct_count", distinct, 2);
            var frequency = second / (double)first;
            if (frequency < FrequencyCut)
                return new(name, Name, "freq_ratio", frequency, FrequencyCut);
            var unique = distinct / (double)column.Length;
            return unique < UniqueCut ? new(name, Name, "unique_share", unique, UniqueCut) : null;
        });
    }

    /// <summary>Distinct values, and the counts of the two most common.</summary>
    private static (int Distinct, int First, int Second) Count(Span<double> values)
    {
        values.Sort();
        var (distinct, first, second) = (0, 0, 0);
        for (var start = 0; start < values.Length; distinct++)
        {
            var end = start + 1;
            while (end < values.Length && values[end] == values[start])
                end++;
            var count = end - start;
            (first, second) = count > first ? (count, first) : (first, Math.Max(second, count));
            start = end;
        }

        return (distinct, first, second);
    }
}
