using HcsGrid.Profiling.DuckDb;

namespace HcsGrid.Profiling.Streaming;

/// <summary>
/// Keeps profiles of groups part by part of the features, and gives them back whole, in the order of the groups.
/// </summary>
/// <remarks>What does not fit into DuckDB's share of memory goes to its folder.</remarks>
internal sealed class GroupProfileStore(DuckDbLimits limits, int groupCount) : IDisposable
{
    private readonly DuckDbConnection _connection = new(limits);
    private readonly List<int> _featureCounts = [];

    /// <summary>Adds a part of the features; each part has all groups, in the same order.</summary>
    public void Add(IEnumerable<GroupProfile> profiles, int featureCount)
    {
        var part = _featureCounts.Count;
        _featureCounts.Add(featureCount);
        string[] names = ["group", .. Enumerable.Range(0, featureCount).Select(f => $"f{f}")];
        var types = names.Select((_, column) => $"c{column} DOUBLE");
        _connection.Execute($"CREATE TABLE part{part} ({string.Join(", ", types)})");
        var values = new double[GroupProfileBatch.MaxCount * names.Length];
        foreach (var batch in GroupProfileBatch.Of(profiles, featureCount))
        {
            for (var i = 0; i < batch.Count; i++)
                values[i] = batch.Groups[i];
            Array.Copy(batch.Values, 0, values, batch.Count, batch.Count * featureCount);
            using var appender = new DuckDbAppender(
                _connection, $"part{part}", new ProfileTable([], names, [], values, batch.Count));
            appender.AppendAll();
        }
    }

    public IEnumerable<GroupProfile> Read()
    {
        var parts = Enumerable.Range(0, _featureCounts.Count).ToArray();
        var columns = parts.SelectMany(part =>
            Enumerable.Range(1, _featureCounts[part]).Select(column => $"part{part}.c{column}"));
        var sql = $"SELECT {string.Join(", ", columns.Prepend("part0.c0"))} "
            + $"FROM {string.Join(" POSITIONAL JOIN ", parts.Select(part => $"part{part}"))} ORDER BY part0.c0";
        using var result = _connection.Stream(sql);
        var count = 0;
        double[] values = [];
        var profile = new double[result.ColumnCount - 1];
        while (result.MoveNextChunk())
        {
            var rowCount = result.ChunkRowCount;
            if (values.Length != rowCount * result.ColumnCount)
                values = new double[rowCount * result.ColumnCount];
            for (var column = 0; column < result.ColumnCount; column++)
                result.CopyDoubles(column, values.AsSpan(column * rowCount, rowCount));
            for (var row = 0; row < rowCount; row++)
            {
                count++;
                for (var f = 0; f < profile.Length; f++)
                    profile[f] = values[((f + 1) * rowCount) + row];
                yield return new GroupProfile((int)values[row], profile);
            }
        }

        if (count != groupCount)
            throw new InvalidOperationException($"{count} of {groupCount} groups came back.");
    }

    public void Dispose() => _connection.Dispose();
}
