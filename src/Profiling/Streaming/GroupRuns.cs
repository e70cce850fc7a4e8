namespace HcsGrid.Profiling.Streaming;

/// <summary>
/// Cuts chunks into runs of rows of the same group.
/// </summary>
internal static class GroupRuns
{
    /// <summary>Runs in which the rows of each group stand together: as they come where they do, else by way of the
    /// disk.</summary>
    /// <param name="rowCounts">Rows of each group that will come.</param>
    /// <param name="features">The features to keep: the first of each chunk.</param>
    public static IEnumerable<GroupRun> Together(
        IEnumerable<GroupRun> runs,
        StreamedGroups groups,
        IReadOnlyList<long> rowCounts,
        string[] features,
        StreamingWorkspace workspace)
    {
        if (groups.IsContiguous)
        {
            foreach (var run in runs)
                yield return run;
            yield break;
        }

        using var partitions = new GroupPartitions(workspace.NewFolder(), rowCounts, features, workspace.GroupBytes);
        foreach (var run in runs)
            partitions.Add(run);
        foreach (var run in partitions.Read())
            yield return run;
    }

    /// <summary>Runs as they come.</summary>
    /// <param name="rowsOf">The rows of a chunk that count, in order; null for all.</param>
    public static IEnumerable<GroupRun> Of(
        IEnumerable<ProfileTable> chunks,
        StreamedGroups groups,
        Func<ProfileTable, IReadOnlyList<int>?> rowsOf)
    {
        foreach (var chunk in chunks)
        {
            var numbers = groups.NumbersOf(chunk);
            var rows = rowsOf(chunk) ?? [.. Enumerable.Range(0, chunk.RowCount)];
            for (var start = 0; start < rows.Count;)
            {
                var end = start + 1;
                while (end < rows.Count && numbers[rows[end]] == numbers[rows[start]])
                    end++;
                var run = new int[end - start];
                for (var i = start; i < end; i++)
                    run[i - start] = rows[i];
                yield return new GroupRun(numbers[rows[start]], chunk, run);
                start = end;
            }
        }
    }
}
