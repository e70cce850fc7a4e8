using HcsGrid.Plates;
using HcsGrid.Profiling.Aggregation;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Profiling.Streaming;

/// <summary>
/// Makes one profile of the rows that share their metadata, for tables larger than memory.
/// </summary>
/// <remarks>
/// <para>Numbers, groups and their order are those of <see cref="Aggregator"/> on the same file, to the bit. A first
/// pass finds the groups. Means take one more pass in any order of the rows. For medians the rows of a group are
/// gathered: as the file has them where they stand together, else by way of the disk.</para>
/// <para>Memory: <see cref="StreamingOptions"/>. Where the largest group's values (8 bytes each) exceed a quarter of
/// it, features are done in parts, one pass each: cheap for Parquet, where only the part's columns are read; a text
/// file is read whole each time.</para>
/// </remarks>
public static class StreamingAggregator
{
    /// <summary>Profiles of a row group of Parquet: they are held until it is full.</summary>
    private const int RowGroupProfileCount = 4096;

    /// <summary>Aggregates a file into another one; both by their names' ending (.csv, .csv.gz, .tsv,
    /// .parquet).</summary>
    /// <exception cref="ScreenDataException">The file is no table, or its largest group does not fit.</exception>
    /// <exception cref="ArgumentException">No columns are named, one is not in the table, or an option is out of
    /// bounds.</exception>
    public static StreamingSummary Aggregate(
        string input,
        string output,
        IReadOnlyList<string> groupBy,
        AggregationMethod method,
        FeatureChoice features,
        StreamingOptions options,
        TableProvenance provenance,
        IProgress<StreamingProgress>? progress = null,
        Action<string>? note = null)
    {
        if (groupBy.Count == 0)
            throw new ArgumentException("Name at least one metadata column to group by.", nameof(groupBy));
        using var workspace = new StreamingWorkspace(options);
        var table = StreamedTable.Open(input, features, workspace.ReadLimits);
        FeatureTexts.Tell(note, input, features, table.MetadataNames);
        table.RequireMetadata(groupBy);
        table.RequireFeatures();
        var groups = StreamedGroups.Scan(
            table.Read(groupBy, []),
            groupBy,
            _ => [],
            rows => progress?.Report(new StreamingProgress("finding groups", rows, 0)));
        var perFeature = method == AggregationMethod.Mean
            ? StreamedMeans.BytesPerFeature(groups)
            : 8 * groups.RowCounts.Append(0).Max();
        var parts = FeatureParts.Of(table.FeatureNames, perFeature, options, input);
        var needsSort = method == AggregationMethod.Median && !groups.IsContiguous;
        var isInOrder = !groups.IsContiguous || groups.IsInOrder;
        using var buffer = method == AggregationMethod.Mean
            ? new GroupBuffer(0, 0)
            : new GroupBuffer(parts[0].Length, (int)groups.RowCounts.Append(0).Max());
        IEnumerable<GroupProfile> Profiles(string[] part, int partIndex) => method == AggregationMethod.Mean
            ? StreamedMeans.Of(table, groups, groupBy, part, Told(partIndex))
            : Medians(table, groups, groupBy, part, buffer, workspace, Told(partIndex));
        Action<long> Told(int partIndex) => rows => progress?.Report(new StreamingProgress(
            parts.Count == 1 ? "aggregating" : $"aggregating part {partIndex + 1} of {parts.Count} of the features",
            rows,
            groups.RowCount));
        using var joined = parts.Count == 1 && isInOrder
            ? null
            : new GroupProfileStore(workspace.WriteLimits, groups.Count);
        for (var p = 0; joined is not null && p < parts.Count; p++)
            joined.Add(Profiles(parts[p], p), parts[p].Length);
        var profiles = joined is null ? Profiles(parts[0], 0) : joined.Read();
        var columns = new ProfileTable(
            [.. groupBy], [.. table.FeatureNames], [.. groupBy.Select(_ => Array.Empty<string>())], [], 0);
        StreamedTableWriter.Write(
            columns, Tables(columns, groups, profiles), output, provenance, workspace.WriteLimits,
            RowGroupProfileCount);
        return new StreamingSummary(
            groups.RowCount, groups.Count, table.FeatureNames, 1 + parts.Count, needsSort, []);
    }

    private static IEnumerable<GroupProfile> Medians(
        StreamedTable table,
        StreamedGroups groups,
        IReadOnlyList<string> groupBy,
        string[] features,
        GroupBuffer buffer,
        StreamingWorkspace workspace,
        Action<long> progress)
    {
        var rowCount = 0L;
        var profile = new double[features.Length];
        var runs = GroupRuns.Of(table.Read(groupBy, features), groups, _ => null);
        foreach (var run in GroupRuns.Together(runs, groups, groups.RowCounts, features, workspace))
        {
            buffer.Add(run.Chunk, run.Rows);
            if (buffer.RowCount < groups.RowCounts[run.Group])
                continue;
            FeatureBlocks.ForEach(features.Length, buffer.RowCount, 0, (f, _) =>
                profile[f] = Aggregator.Combine(buffer[f], AggregationMethod.Median));
            rowCount += buffer.RowCount;
            progress(rowCount);
            buffer.Clear();
            yield return new GroupProfile(run.Group, profile);
        }
    }

    private static IEnumerable<ProfileTable> Tables(
        ProfileTable columns, StreamedGroups groups, IEnumerable<GroupProfile> profiles)
    {
        string[] metadataNames = [.. columns.MetadataNames];
        string[] featureNames = [.. columns.FeatureNames];
        // The writer takes a chunk before it asks for the next one.
        foreach (var batch in GroupProfileBatch.Of(profiles, featureNames.Length))
        {
            var own = batch.Groups.ToArray();
            var metadata = metadataNames.Select((_, m) => Array.ConvertAll(own, group => groups.Keys[group][m]));
            yield return new ProfileTable(metadataNames, featureNames, [.. metadata], batch.Values, batch.Count);
        }
    }
}
