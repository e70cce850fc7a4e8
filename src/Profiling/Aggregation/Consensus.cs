namespace HcsGrid.Profiling.Aggregation;

/// <summary>
/// Makes one consensus profile of the replicates of a perturbation.
/// </summary>
/// <remarks>
/// Numbers and order are those of <see cref="Aggregator"/> and <see cref="Modz"/>. A missing value of a column grouped
/// by is a group of its own for median and mean; modz leaves its rows out. Metadata: the columns grouped by come first,
/// then every other column of the table in its order, holding the value that all rows of the group share, or the
/// missing value where they differ. The columns thus do not depend on the data. Source: pycytominer 1.2.4,
/// <c>consensus</c>.
/// </remarks>
public static class Consensus
{
    /// <summary>The median of each feature over the rows that share the named metadata.</summary>
    /// <exception cref="ArgumentException">No columns are named, or one is not in the table.</exception>
    public static ProfileTable Median(ProfileTable table, IReadOnlyList<string> groupBy) =>
        Of(table, groupBy, ConsensusOperation.Median, new ModzOptions());

    /// <summary>One profile of the rows that share the named metadata.</summary>
    /// <exception cref="ArgumentException">No columns are named, one is not in the table, or an option is out of
    /// bounds.</exception>
    public static ProfileTable Of(
        ProfileTable table, IReadOnlyList<string> groupBy, ConsensusOperation operation, ModzOptions modz)
    {
        var groups = RowGroups.Of(table, groupBy);
        if (operation == ConsensusOperation.Modz)
            groups = groups.WithoutMissing(table, groupBy);
        string[] names = [.. groupBy, .. table.MetadataNames.Except(groupBy, StringComparer.Ordinal)];
        var metadata = Array.ConvertAll(names, name => SharedOfEach(groups, table.Metadata(name)));
        var values = operation switch
        {
            ConsensusOperation.Median => Aggregator.Combine(table, groups, AggregationMethod.Median),
            ConsensusOperation.Mean => Aggregator.Combine(table, groups, AggregationMethod.Mean),
            ConsensusOperation.Modz => Modz.Combine(table, groups, modz),
            _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, null),
        };
        return new ProfileTable(names, [.. table.FeatureNames], metadata, values, groups.Count);
    }

    private static string[] SharedOfEach(RowGroups groups, IReadOnlyList<string> column)
    {
        var values = new string[groups.Count];
        for (var group = 0; group < values.Length; group++)
        {
            var rows = groups[group];
            values[group] = column[rows[0]];
            foreach (var row in rows)
            {
                if (column[row] == values[group])
                    continue;
                values[group] = "";
                break;
            }
        }

        return values;
    }
}
