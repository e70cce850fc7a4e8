using HcsGrid.Profiling.Normalization;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Profiling.Streaming;

/// <summary>
/// Fits a normalization to the groups of a table that is read chunk by chunk.
/// </summary>
internal sealed class StreamedFit
{
    private readonly StreamedTable _table;
    private readonly RowCondition _reference;
    private readonly StreamingWorkspace _workspace;
    private readonly IProgress<StreamingProgress>? _progress;

    /// <summary>Metadata to read: what is grouped by, and what the condition may name.</summary>
    private readonly string[] _metadata;

    /// <summary>Features that the condition may name.</summary>
    private readonly string[] _conditionFeatures;

    private StreamedFit(
        StreamedTable table,
        IReadOnlyList<string> groupBy,
        RowCondition reference,
        StreamingWorkspace workspace,
        IProgress<StreamingProgress>? progress)
    {
        (_table, _reference, _workspace, _progress) = (table, reference, workspace, progress);
        _metadata = [.. table.MetadataNames.Where(name => groupBy.Contains(name) || IsNamed(name))];
        _conditionFeatures = [.. table.FeatureNames.Where(IsNamed)];
        Groups = StreamedGroups.Scan(
            table.Read(_metadata, _conditionFeatures),
            groupBy,
            reference.RowsOf,
            rows => progress?.Report(new StreamingProgress("finding groups", rows, 0)));
        PassCount = 1;
    }

    public StreamedGroups Groups { get; }

    public IReadOnlyList<string> FeatureNames => _table.FeatureNames;

    /// <summary>Reference rows of all groups together.</summary>
    public long ReferenceCount => Groups.ReferenceCounts.Sum();

    /// <summary>How often the file was read.</summary>
    public int PassCount { get; private set; }

    public static StreamedFit Scan(
        StreamedTable table,
        IReadOnlyList<string> groupBy,
        RowCondition reference,
        StreamingWorkspace workspace,
        IProgress<StreamingProgress>? progress) => new(table, groupBy, reference, workspace, progress);

    /// <summary>The scale of every group and feature.</summary>
    public FeatureScale[][] Fit(NormalizerOptions normalization, StreamingOptions options, string path)
    {
        if (Groups.RowCount > 0 && ReferenceCount == 0)
            throw Normalizer.NoReference((int)Math.Min(Groups.RowCount, int.MaxValue), "reference");
        var isPooled = Groups.ReferenceCounts.Contains(0);
        var capacity = isPooled ? ReferenceCount : Groups.ReferenceCounts.Append(0).Max();
        var parts = FeatureParts.Of(FeatureNames, 8 * capacity, options, path);
        var scales = Enumerable.Range(0, Groups.Count).Select(_ => new FeatureScale[FeatureNames.Count]).ToArray();
        using var buffer = new GroupBuffer(parts[0].Length, (int)capacity);
        var first = 0;
        foreach (var part in parts)
        {
            buffer.Clear();
            FitGroups(part, first, buffer, normalization, scales);
            if (isPooled)
                FitPooled(part, first, buffer, normalization, scales);
            first += part.Length;
        }

        return scales;
    }

    private bool IsNamed(string column) => _reference.Text.Contains(column, StringComparison.Ordinal);

    private void FitGroups(
        string[] part, int first, GroupBuffer buffer, NormalizerOptions normalization, FeatureScale[][] scales)
    {
        foreach (var run in GroupRuns.Together(Runs(part), Groups, Groups.ReferenceCounts, part, _workspace))
        {
            buffer.Add(run.Chunk, run.Rows);
            if (buffer.RowCount < Groups.ReferenceCounts[run.Group])
                continue;
            Fit(buffer, first, part.Length, normalization, scales[run.Group]);
            buffer.Clear();
        }
    }

    /// <summary>Fits groups without reference rows on those of all groups, in the file's order.</summary>
    private void FitPooled(
        string[] part, int first, GroupBuffer buffer, NormalizerOptions normalization, FeatureScale[][] scales)
    {
        buffer.Clear();
        foreach (var run in Runs(part))
            buffer.Add(run.Chunk, run.Rows);
        var pooled = new FeatureScale[FeatureNames.Count];
        Fit(buffer, first, part.Length, normalization, pooled);
        for (var group = 0; group < Groups.Count; group++)
        {
            if (Groups.ReferenceCounts[group] == 0)
                pooled.AsSpan(first, part.Length).CopyTo(scales[group].AsSpan(first));
        }
    }

    private static void Fit(
        GroupBuffer buffer, int first, int count, NormalizerOptions normalization, FeatureScale[] scales) =>
        FeatureBlocks.ForEach(count, buffer.RowCount, 0, (f, _) =>
            scales[first + f] = FeatureScale.Fit(buffer[f], normalization));

    private IEnumerable<GroupRun> Runs(string[] part)
    {
        PassCount++;
        string[] features = [.. part, .. _conditionFeatures.Except(part)];
        var rowCount = 0L;
        foreach (var run in GroupRuns.Of(_table.Read(_metadata, features), Groups, _reference.RowsOf))
        {
            rowCount += run.Rows.Length;
            _progress?.Report(new StreamingProgress("fitting", rowCount, ReferenceCount));
            yield return run;
        }
    }
}
