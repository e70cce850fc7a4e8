namespace HcsGrid.Profiling.Evaluation;

/// <summary>
/// The average precision of every profile of a table.
/// </summary>
public sealed record AveragePrecisionResult
{
    /// <summary>One a row in the table's order; with several labels, one a row and label, labels in ordinal
    /// order.</summary>
    public required IReadOnlyList<ProfilePrecision> Profiles { get; init; }

    /// <summary>Features used: those with a finite value in every row that takes part.</summary>
    public required int FeatureCount { get; init; }

    /// <summary>Rows that take part in no pair: no finite value at all, or zeros only.</summary>
    public required IReadOnlyList<int> RowsLeftOut { get; init; }

    /// <summary>The chance distributions that the p-values are from.</summary>
    internal NullDistributions? Nulls { get; init; }
}
