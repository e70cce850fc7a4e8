namespace HcsGrid.Profiling.Streaming;

/// <summary>
/// Profiles of some groups, put together feature after feature.
/// </summary>
/// <remarks>Its arrays are used again: profiles that wait for their batch would else live so long that the collector
/// takes them for lasting and leaves them, one after the other.</remarks>
internal sealed class GroupProfileBatch
{
    /// <summary>The most profiles of a batch.</summary>
    public const int MaxCount = 256;

    private readonly int _featureCount;
    private readonly int[] _groups = new int[MaxCount];

    private GroupProfileBatch(int featureCount) =>
        (_featureCount, Values) = (featureCount, new double[MaxCount * featureCount]);

    /// <summary>The number of profiles.</summary>
    public int Count { get; private set; }

    /// <summary>The group of each profile.</summary>
    public ReadOnlySpan<int> Groups => _groups.AsSpan(0, Count);

    /// <summary>Feature after feature, in each the profiles; there may be more room behind them.</summary>
    public double[] Values { get; }

    /// <summary>Profiles in batches; a batch is valid until the next one is asked for.</summary>
    public static IEnumerable<GroupProfileBatch> Of(IEnumerable<GroupProfile> profiles, int featureCount)
    {
        var batch = new GroupProfileBatch(featureCount);
        foreach (var profile in profiles)
        {
            batch.Add(profile);
            if (batch.Count < MaxCount)
                continue;
            yield return batch;
            batch.Count = 0;
        }

        if (batch.Count == 0)
            yield break;
        // Columns move together; each goes to the left, so in order.
        for (var f = 1; f < featureCount; f++)
            Array.Copy(batch.Values, f * MaxCount, batch.Values, f * batch.Count, batch.Count);
        yield return batch;
    }

    private void Add(GroupProfile profile)
    {
        _groups[Count] = profile.Group;
        for (var f = 0; f < _featureCount; f++)
            Values[(f * MaxCount) + Count] = profile.Values[f];
        Count++;
    }
}
