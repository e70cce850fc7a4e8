namespace HcsGrid.Profiling.Streaming;

/// <summary>
/// The values of one group's rows, gathered from chunks: feature after feature, without NaN, in the order of the rows.
/// </summary>
internal sealed class GroupBuffer(int featureCount, int capacity) : IDisposable
{
    private readonly NativeDoubles _values = new(ProfileTable.ValueCount(capacity, featureCount));

    private readonly int[] _counts = new int[featureCount];

    /// <summary>Rows added since the last <see cref="Clear"/>.</summary>
    public int RowCount { get; private set; }

    /// <summary>The values of a feature; they may be put into another order.</summary>
    public Span<double> this[int feature] => _values.Of((long)feature * capacity, _counts[feature]);

    public void Clear()
    {
        Array.Clear(_counts);
        RowCount = 0;
    }

    /// <summary>Adds rows of a chunk: of as many of its first features as both have.</summary>
    public void Add(ProfileTable chunk, ReadOnlySpan<int> rows)
    {
        RowCount += rows.Length;
        for (var f = 0; f < Math.Min(featureCount, chunk.FeatureCount); f++)
        {
            var target = _values.Of(((long)f * capacity) + _counts[f], capacity - _counts[f]);
            _counts[f] += OrderStatistics.Gather(chunk.Feature(f), rows, target);
        }
    }

    public void Dispose() => _values.Dispose();
}
