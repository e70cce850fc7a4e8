namespace HcsGrid.Profiling.Normalization;

/// <summary>
/// Tells by what one group of rows, such as a plate, was normalized.
/// </summary>
/// <param name="Key">The group's value of each column grouped by; empty where all rows are one group.</param>
/// <param name="RowCount">Rows of the group.</param>
/// <param name="ReferenceRowCount">Rows that centre and scale were fitted on.</param>
/// <param name="IsPooled">Whether the group has no reference rows of its own, so that those of all groups together
/// stand in.</param>
/// <param name="DegenerateFeatures">Features that do not vary among the reference rows, or have no value or no finite
/// centre and spread there, in the table's order.</param>
public sealed record NormalizedGroup(
    IReadOnlyList<string> Key,
    int RowCount,
    int ReferenceRowCount,
    bool IsPooled,
    IReadOnlyList<string> DegenerateFeatures)
{
    /// <summary>The degenerate features that are so for infinite values among the reference rows, in the table's
    /// order.</summary>
    public IReadOnlyList<string> InfiniteFeatures { get; init; } = [];
}
