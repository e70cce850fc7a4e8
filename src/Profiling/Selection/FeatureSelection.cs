namespace HcsGrid.Profiling.Selection;

/// <summary>
/// Keeps the features of a table that pass some operations, one after the other.
/// </summary>
/// <remarks>
/// Each operation judges what the ones before it left. Source: pycytominer 1.2.4, <c>feature_select</c>. All features
/// may go: the table then has none. Some rows may be named that are judged on; the result has all rows in any case.
/// </remarks>
public sealed class FeatureSelection(IReadOnlyList<IFeatureOperation> operations)
{
    /// <summary>The operations in their order.</summary>
    public IReadOnlyList<IFeatureOperation> Operations { get; } = operations;

    /// <summary>Selects by all rows.</summary>
    /// <exception cref="ArgumentException">The table has no rows, or lacks a column that an operation
    /// needs.</exception>
    public FeatureSelectionResult Select(ProfileTable table) => Select(table, table);

    /// <summary>Selects by some rows: the numbers that decide are those of these rows alone.</summary>
    /// <exception cref="ArgumentException">No rows are named, one is outside the table, or a column is
    /// missing.</exception>
    public FeatureSelectionResult Select(ProfileTable table, IReadOnlyList<int> judgedRows) =>
        Select(table, table.SelectRows(judgedRows));

    private FeatureSelectionResult Select(ProfileTable table, ProfileTable judged)
    {
        if (judged.RowCount == 0)
            throw new ArgumentException("There are no rows to select features by.", nameof(table));
        var kept = Enumerable.Range(0, table.FeatureCount).ToArray();
        var dropped = new List<DroppedFeature>();
        foreach (var operation in Operations)
        {
            var judgements = operation.Judge(judged, kept);
            dropped.AddRange(judgements);
            var names = judgements.Select(feature => feature.Feature).ToHashSet(StringComparer.Ordinal);
            kept = [.. kept.Where(f => !names.Contains(table.FeatureNames[f]))];
        }

        return new FeatureSelectionResult(table.SelectFeatures(kept), dropped);
    }
}
