namespace HcsGrid.Profiling.Streaming;

/// <summary>
/// Means of groups whose rows come in any order: a sum and a count for each group and feature.
/// </summary>
/// <remarks>Each sum runs in the order of the group's rows, as <see cref="OrderStatistics.Mean"/> has it.</remarks>
internal static class StreamedMeans
{
    public static IEnumerable<GroupProfile> Of(
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

        for (var group = 0; group < groups.Count; group++)
        {
            var values = new double[features.Length];
            for (var f = 0; f < values.Length; f++)
                values[f] = sums[(f * groups.Count) + group] / counts[(f * groups.Count) + group];
            yield return new GroupProfile(group, values);
        }
    }
}
