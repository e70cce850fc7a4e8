using HcsGrid.Plates;
using HcsGrid.Profiling.Normalization;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Profiling.Streaming;

/// <summary>
/// Normalizes each plate, or other group of rows, by its own reference rows, for tables larger than memory.
/// </summary>
/// <remarks>
/// <para>Numbers and order of the rows are those of <see cref="GroupNormalizer"/> on the same file, to the bit. A first
/// pass counts groups and their reference rows, then centres and scales are fitted, and a last pass applies them chunk
/// by chunk. Reference rows of a group are gathered as the file has them where its rows stand together, else DuckDB
/// sorts them on disk; where a group lacks reference rows, one more pass gathers those of all groups.</para>
/// <para>Memory: <see cref="StreamingOptions"/>. Where the values of the largest group's reference rows (or of all,
/// where they stand in) exceed a quarter of it, features are done in parts, one pass each.</para>
/// </remarks>
public static class StreamingNormalizer
{
    /// <summary>Normalizes a file into another one; both by their names' ending (.csv, .csv.gz, .tsv,
    /// .parquet).</summary>
    /// <exception cref="ScreenDataException">The file is no table, its largest group does not fit, or the condition
    /// does not go with it.</exception>
    /// <exception cref="ArgumentException">There are no reference rows, a column is not in the table, or an option is
    /// out of bounds.</exception>
    public static StreamingSummary Normalize(
        string input,
        string output,
        IReadOnlyList<string> groupBy,
        RowCondition reference,
        NormalizerOptions normalization,
        FeatureChoice features,
        StreamingOptions options,
        TableProvenance provenance,
        IProgress<StreamingProgress>? progress = null,
        Action<string>? note = null)
    {
        normalization.Validate();
        using var workspace = new StreamingWorkspace(options);
        var table = StreamedTable.Open(input, features, workspace.ReadLimits);
        FeatureTexts.Tell(note, input, features, table.MetadataNames);
        table.RequireMetadata(groupBy);
        table.RequireFeatures();
        var fit = StreamedFit.Scan(table, groupBy, reference, workspace, progress);
        var scales = fit.Fit(normalization, options, input);
        var columns = new ProfileTable(
            [.. table.MetadataNames],
            [.. table.FeatureNames],
            [.. table.MetadataNames.Select(_ => Array.Empty<string>())],
            [],
            0);
        StreamedTableWriter.Write(
            columns, Apply(table, fit.Groups, scales, progress), output, provenance, workspace.WriteLimits);
        return new StreamingSummary(
            fit.Groups.RowCount,
            fit.Groups.RowCount,
            table.FeatureNames,
            fit.PassCount + 1,
            !fit.Groups.IsContiguous,
            [.. Enumerable.Range(0, fit.Groups.Count).Select(group => Told(fit, group, scales[group]))]);
    }

    private static NormalizedGroup Told(StreamedFit fit, int group, FeatureScale[] scales)
    {
        var own = fit.Groups.ReferenceCounts[group];
        return new NormalizedGroup(
            fit.Groups.Keys[group],
            checked((int)fit.Groups.RowCounts[group]),
            checked((int)(own > 0 ? own : fit.ReferenceCount)),
            IsPooled: own == 0,
            [.. fit.FeatureNames.Where((_, f) => scales[f].IsDegenerate)])
        {
            InfiniteFeatures = [.. fit.FeatureNames.Where((_, f) => scales[f].IsInfinite)],
        };
    }

    private static IEnumerable<ProfileTable> Apply(
        StreamedTable table, StreamedGroups groups, FeatureScale[][] scales, IProgress<StreamingProgress>? progress)
    {
        var rowCount = 0L;
        double[] values = [];
        foreach (var chunk in table.Read(table.MetadataNames, table.FeatureNames))
        {
            var numbers = groups.NumbersOf(chunk);
            // The writer takes a chunk before it asks for the next one.
            if (values.Length != chunk.ColumnMajorValues.Length)
                values = GC.AllocateUninitializedArray<double>(chunk.ColumnMajorValues.Length);
            FeatureBlocks.ForEach(chunk.FeatureCount, chunk.RowCount, 0, (f, _) =>
            {
                var target = values.AsSpan(f * chunk.RowCount, chunk.RowCount);
                for (var start = 0; start < target.Length;)
                {
                    var end = start + 1;
                    while (end < target.Length && numbers[end] == numbers[start])
                        end++;
                    scales[numbers[start]][f].Apply(chunk.Feature(f)[start..end], target[start..end]);
                    start = end;
                }
            });
            rowCount += chunk.RowCount;
            progress?.Report(new StreamingProgress("normalizing", rowCount, groups.RowCount));
            yield return chunk.WithFeatures(values);
        }
    }
}
