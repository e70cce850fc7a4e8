using System.Numerics;
using System.Runtime.InteropServices;

namespace HcsGrid.Profiling.Evaluation;

/// <summary>
/// The average precisions of the members of one group.
/// </summary>
internal sealed class PrecisionGroup
{
    private readonly double[] _precisions;
    private readonly (PairConfiguration Pairs, int Count)[] _configurations;

    private PrecisionGroup(string[] key, List<ProfilePrecision> members)
    {
        Key = key;
        _precisions = [.. members.Select(member => member.AveragePrecision).Order()];
        _configurations =
        [
            .. members.GroupBy(member => member.Pairs).Select(group => (group.Key, group.Count()))
                .OrderBy(pair => pair.Key.PositiveCount).ThenBy(pair => pair.Key.TotalCount),
        ];
    }

    public IReadOnlyList<string> Key { get; }

    public int Count => _precisions.Length;

    /// <summary>Groups the defined precisions, in ordinal order of their keys.</summary>
    public static IReadOnlyList<PrecisionGroup> Of(
        AveragePrecisionResult result, ProfileTable table, IReadOnlyList<string> groupBy, string? multilabelColumn)
    {
        if (groupBy.Count == 0)
            throw new ArgumentException("Name at least one metadata column to group by.", nameof(groupBy));
        if (result.Profiles.Count > 0 && result.Profiles[^1].RowIndex >= table.RowCount)
            throw new ArgumentException("The result is of another table: it has more rows.", nameof(result));
        var columns = groupBy.Select(table.Metadata).ToArray();
        var isLabel = groupBy.Select(name => name == multilabelColumn).ToArray();
        var groups = new SortedDictionary<string[], List<ProfilePrecision>>(Comparer<string[]>.Create(Compare));
        foreach (var profile in result.Profiles)
        {
            if (!profile.IsDefined)
                continue;
            var key = new string[columns.Length];
            for (var c = 0; c < key.Length; c++)
                key[c] = isLabel[c] ? profile.Label : columns[c][profile.RowIndex];
            if (Array.Exists(key, text => text.Length == 0))
                continue;
            if (!groups.TryGetValue(key, out var members))
                groups[key] = members = [];
            members.Add(profile);
        }

        return [.. groups.Select(pair => new PrecisionGroup(pair.Key, pair.Value))];
    }

    /// <summary>The mean, summed from the smallest on: it does not depend on the order of the rows.</summary>
    public double Mean() => OrderStatistics.Mean(_precisions);

    /// <summary>The p-value of a mean; the buffer has a place for each draw.</summary>
    public double PValue(double mean, NullDistributions nulls, float[] chance)
    {
        Array.Clear(chance);
        foreach (var (pairs, count) in _configurations)
        {
            for (var i = 0; i < count; i++)
                Add(nulls[pairs], chance);
        }

        var (above, threshold) = (0, (float)mean);
        foreach (var sum in chance)
        {
            if (sum / Count > threshold)
                above++;
        }

        return (above + 1.0) / (chance.Length + 1.0);
    }

    private static void Add(ReadOnlySpan<float> values, Span<float> sums)
    {
        var left = MemoryMarshal.Cast<float, Vector<float>>(values);
        var right = MemoryMarshal.Cast<float, Vector<float>>(sums);
        for (var v = 0; v < left.Length; v++)
            right[v] += left[v];
        for (var i = left.Length * Vector<float>.Count; i < values.Length; i++)
            sums[i] += values[i];
    }

    private static int Compare(string[] a, string[] b)
    {
        for (var c = 0; c < a.Length; c++)
        {
            var order = RowGroups.CompareCodePoints(a[c], b[c]);
            if (order != 0)
                return order;
        }

        return 0;
    }
}
