namespace HcsGrid.Profiling.Selection;

/// <summary>
/// What a selection keeps of a table, and what it leaves out and why.
/// </summary>
/// <param name="Table">The rows and metadata of the table given, with the features kept, in their order.</param>
/// <param name="Dropped">The features left out: operation after operation, within one in the table's order.</param>
public sealed record FeatureSelectionResult(ProfileTable Table, IReadOnlyList<DroppedFeature> Dropped)
{
    /// <summary>The names of the features kept.</summary>
    public IReadOnlyList<string> Kept => Table.FeatureNames;
}
