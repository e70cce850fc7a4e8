namespace HcsGrid.Profiling.Streaming;

/// <summary>
/// Means of groups whose rows come in any order: a sum and a count for each group and feature.
/// </summary>
/// <remarks>Each sum runs in the order of the group's rows, as <see cref="OrderStatistics.Mean"/> has it. Where groups
/// stand together, one group's sums are held at a time, else those of all.</remarks>
internal static class StreamedMeans
{
    /// <summary>Bytes that a feature takes.</summary>
    public static long BytesPerFeature(StreamedGroups groups) => 16L * (groups.IsContiguous ? 1 : groups.Count);

    /// <summary>Profiles of groups, in the order of the file where they stand together, else of their
    /// numbers.</summary>
    public static IEnumerable<GroupProfile> Of(
        StreamedTable table,
        StreamedGroups groups,
        IReadOnlyList<string> groupBy,
        string[] features,
        Action<long> progress) => groups.IsContiguous
        ? OfTogether(table, groups, groupBy, features, progress)
        : OfScattered(table, groups, groupBy, features, progress);

    private static IEnumerable<GroupProfile> OfTogether(
        StreamedTable table,
        StreamedGroups groups,
        IReadOnlyList<string> groupBy,
        string[] features,
        Action<long> progress)
    {
        var sums = new double[features.Length];
        var counts = new long[features.Length];
        var profile = new double[features.Length];
        var (rowCount, ownCount) = (0L, 0L);
        foreach (var run in GroupRuns.Of(table.Read(groupBy, features), groups, _ => null))
        {
            var (first, count) = (run.Rows[0], run.Rows.Length);
            FeatureBlocks.ForEach(features.Length, count, 0, (f, _) =>
            {
                foreach (var value in run.Chunk.Feature(f).Slice(first, count))
                {
                    if (double.IsNaN(value))
                        continue;
                    sums[f] += value;
                    counts[f]++;
                }
            });
            (rowCount, ownCount) = (rowCount + count, ownCount + count);
            progress(rowCount);
            if (ownCount < groups.RowCounts[run.Group])
                continue;
            for (var f = 0; f < profile.Length; f++)
                profile[f] = sums[f] / counts[f];
            yield return new GroupProfile(run.Group, profile);
            Array.Clear(sums);
            Array.Clear(counts);
            ownCount = 0;
        }
    }

    private static IEnumerable<GroupProfile> OfScattered(
        StreamedTable table,
        StreamedGroups groups,
        IReadOnlyList<string> groupBy,
        string[] features,
        Action<long> progress)
    {
        var sums = new double[ProfileTable.ValueCount(groups.Count, features.Length)];
        var counts = new long[sums.Length];
        var rowCount = 0L;
        foreach (var chunk in table.Read(groupBy, features))
        {
            var numbers = groups.NumbersOf(chunk);
            FeatureBlocks.ForEach(features.Length, chunk.RowCount, 0, (f, _) =>
            {
                var column = chunk.Feature(f);
                for (var row = 0; row < column.Length; row++)
                {
                    if (double.IsNaN(column[row]))
                        continue;
                    var at = (f * groups.Count) + numbers[row];
                    sums[at] += column[row];
                    counts[at]++;
                }
            });
            rowCount += chunk.RowCount;
            progress(rowCount);
        }

        var values = new double[features.Length];
        for (var group = 0; group < groups.Count; group++)
        {
            for (var f = 0; f < values.Length; f++)
                values[f] = sums[(f * groups.Count) + group] / counts[(f * groups.Count) + group];
            yield return new GroupProfile(group, values);
        }
    }
}
