using HcsGrid.Profiling.DuckDb;

namespace HcsGrid.Profiling.Streaming;

/// <summary>
/// Keeps profiles of groups part by part of the features, and gives them back whole, in the order of the groups.
/// </summary>
/// <remarks>What does not fit into DuckDB's share of memory goes to its folder.</remarks>
internal sealed class GroupProfileStore(DuckDbLimits limits, int groupCount) : IDisposable
{
    private const int BatchCount = 256;

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
        foreach (var some in profiles.Chunk(BatchCount))
        {
            var values = new double[some.Length * names.Length];
            for (var i = 0; i < some.Length; i++)
            {
                values[i] = some[i].Group;
                for (var f = 0; f < featureCount; f++)
                    values[((f + 1) * some.Length) + i] = some[i].Values[f];
            }

            using var appender = new DuckDbAppender(
                _connection, $"part{part}", new ProfileTable([], names, [], values, some.Length));
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
        while (result.MoveNextChunk())
        {
            var values = new double[result.ColumnCount][];
            for (var column = 0; column < values.Length; column++)
                result.CopyDoubles(column, values[column] = new double[result.ChunkRowCount]);
            for (var row = 0; row < result.ChunkRowCount; row++)
            {
                count++;
                yield return new GroupProfile(
                    (int)values[0][row], [.. Enumerable.Range(1, values.Length - 1).Select(c => values[c][row])]);
            }
        }

        if (count != groupCount)
            throw new InvalidOperationException($"{count} of {groupCount} groups came back.");
    }

    public void Dispose() => _connection.Dispose();
}
