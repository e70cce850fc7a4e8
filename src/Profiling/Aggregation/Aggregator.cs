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
        if (method == AggregationMethod.Median)
        {
            var medians = new GroupMedians([.. Enumerable.Range(0, groups.Count).Select(groups.Rows)]);
            FeatureBlocks.ForEach(table.FeatureCount, table.RowCount, medians.BufferLength, (f, buffer) =>
                medians.Fill(table.Feature(f), buffer, values.AsSpan(f * groups.Count, groups.Count), []));
            return values;
        }

        FeatureBlocks.ForEach(table.FeatureCount, table.RowCount, groups.LargestLength, (f, buffer) =>
        {
            var column = table.Feature(f);
            for (var group = 0; group < groups.Count; group++)
            {
                var present = buffer.AsSpan(0, OrderStatistics.Gather(column, groups[group], buffer));
                values[(f * groups.Count) + group] = Combine(present, method);
            }
        });
        return values;
    }

    /// <summary>One value of those of a group, without NaN; they are put into another order.</summary>
    internal static double Combine(Span<double> present, AggregationMethod method) => method switch
    {
        AggregationMethod.Median => OrderStatistics.Median(present),
        AggregationMethod.Mean => OrderStatistics.Mean(present),
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, null),
    };

    private static string[] FirstOfEach(RowGroups groups, IReadOnlyList<string> column)
    {
        var values = new string[groups.Count];
        for (var group = 0; group < values.Length; group++)
            values[group] = column[groups[group][0]];
        return values;
    }
}
