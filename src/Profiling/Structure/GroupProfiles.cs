using HcsGrid.Profiling.Aggregation;

namespace HcsGrid.Profiling.Structure;

/// <summary>
/// Views of a table by groups of its rows, such as the wells of each compound: mean vectors and the distances within.
/// </summary>
/// <remarks>A row without a value in the column belongs to no group.</remarks>
public static class GroupProfiles
{
    /// <summary>The most rows of one group: 16,384, 134 million pairs.</summary>
    public const int MaxGroupRowCount = PairDistances.MaxRowCount;

    /// <summary>
    /// One row a group: the mean of each feature (NaN left out), in ordinal order of the groups, with every metadata
    /// column, empty where the group's rows differ.
    /// </summary>
    /// <exception cref="ArgumentException">The table has no such column.</exception>
    public static ProfileTable Means(ProfileTable table, string column)
    {
        var named = Named(table, column);
        var shared = Consensus.Median(named.SelectFeatures([]), [column]);
        return shared.RowCount == 0
            ? named
            : WithMetadataOf(Aggregator.Aggregate(named, [column], AggregationMethod.Mean), shared);
    }

    /// <summary>The distances between the rows of each group, in ordinal order of the groups; rows set aside (see
    /// <see cref="ComparableRows"/>) count nowhere.</summary>
    /// <exception cref="ArgumentException">The table has no such column, or a group has more than
    /// <see cref="MaxGroupRowCount"/> rows.</exception>
    public static IReadOnlyList<GroupSpread> Spreads(
        ProfileTable table, string column, DistanceMetric metric = DistanceMetric.Cosine)
    {
        var named = Named(table, column);
        if (named.RowCount == 0)
            return [];
        var rows = ComparableRows.Of(named, metric);
        var indexOf = new int[named.RowCount];
        Array.Fill(indexOf, -1);
        for (var i = 0; i < rows.Count; i++)
            indexOf[rows.TableRows[i]] = i;
        var groups = RowGroups.Of(named, [column]);
        var names = named.Metadata(column);
        var spreads = new GroupSpread[groups.Count];
        Threads.For(groups.Count, 0, group =>
        {
            var members = new List<int>();
            foreach (var row in groups[group])
            {
                if (indexOf[row] >= 0)
                    members.Add(indexOf[row]);
            }

            spreads[group] = Spread(names[groups[group][0]], rows, members);
        });
        return spreads;
    }

    private static GroupSpread Spread(string name, ComparableRows rows, List<int> members)
    {
        if (members.Count > MaxGroupRowCount)
        {
            throw new ArgumentException(
                $"The group '{name}' has {members.Count} rows; at most {MaxGroupRowCount} are compared.");
        }

        var distances = new double[PairDistances.PairCount(members.Count)];
        var next = 0;
        for (var i = 0; i < members.Count; i++)
        {
            for (var j = i + 1; j < members.Count; j++)
                distances[next++] = rows.Distance(members[i], members[j]);
        }

        return distances.Length == 0
            ? new GroupSpread(
                name, members.Count, 0, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN)
            : new GroupSpread(
                name,
                members.Count,
                distances.Length,
                OrderStatistics.Quantile(distances, 0),
                OrderStatistics.Quantile(distances, 0.25),
                OrderStatistics.Quantile(distances, 0.5),
                OrderStatistics.Quantile(distances, 0.75),
                OrderStatistics.Quantile(distances, 1));
    }

    private static ProfileTable Named(ProfileTable table, string column)
    {
        var names = table.Metadata(column);
        return table.SelectRows(row => names[row].Length > 0);
    }

    private static ProfileTable WithMetadataOf(ProfileTable features, ProfileTable metadata) =>
        metadata.MetadataNames.Aggregate(features, (table, name) => table.WithMetadata(name, metadata.Metadata(name)));
}
