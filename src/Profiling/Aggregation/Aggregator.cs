namespace HcsGrid.Profiling.Aggregation;

/// <summary>
/// Makes one profile of the rows that share their metadata: objects to site, sites to well, wells to compound.
/// </summary>
/// <remarks>
/// NaN is left out; a feature without any value in a group is NaN there. Groups come in ordinal order of their values,
/// the missing value last. A table without rows gives a table without rows. Source: pycytominer 1.2.4,
/// <c>aggregate</c>.
/// </remarks>
public static class Aggregator
{
    /// <summary>One row a group, with the metadata columns that were grouped by.</summary>
    /// <exception cref="ArgumentException">No columns are named, or one is not in the table.</exception>
    public static ProfileTable Aggregate(ProfileTable table, IReadOnlyList<string> groupBy, AggregationMethod method)
    {
        var groups = RowGroups.Of(table, groupBy);
        var metadata = groupBy.Select(name => FirstOfEach(groups, table.Metadata(name))).ToArray();
        return new ProfileTable(
            [.. groupBy], [.. table.FeatureNames], metadata, Combine(table, groups, method), groups.Count);
    }

    internal static double[] Combine(ProfileTable table, RowGroups groups, AggregationMethod method)
    {
        var values = new double[ProfileTable.ValueCount(groups.Count, table.FeatureCount)];
        var buffer = new double[table.RowCount];
        var next = 0;
        for (var f = 0; f < table.FeatureCount; f++)
        {
            var column = table.Feature(f);
            for (var group = 0; group < groups.Count; group++)
            {
                var count = 0;
                foreach (var row in groups[group])
                {
                    if (!double.IsNaN(column[row]))
                        buffer[count++] = column[row];
                }

                var present = buffer.AsSpan(0, count);
                values[next++] = method switch
                {
                    AggregationMethod.Median => OrderStatistics.Median(present),
                    AggregationMethod.Mean => OrderStatistics.Mean(present),
                    _ => throw new ArgumentOutOfRangeException(nameof(method), method, null),
                };
            }
        }

        return values;
    }

    private static string[] FirstOfEach(RowGroups groups, IReadOnlyList<string> column)
    {
        var values = new string[groups.Count];
        for (var group = 0; group < values.Length; group++)
            values[group] = column[groups[group][0]];
        return values;
    }
}
