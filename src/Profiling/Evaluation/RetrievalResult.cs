namespace HcsGrid.Profiling.Evaluation;

/// <summary>
/// How often queries find their partners.
/// </summary>
public sealed record RetrievalResult
{
    /// <summary>For each k asked: queries with a partner among the k most similar candidates.</summary>
    public required IReadOnlyList<(int K, ShareInterval Found)> Top { get; init; }

    /// <summary>Queries whose partner is the most similar of it and the random others; queries with too few others are
    /// not counted.</summary>
    public required ShareInterval AmongRandomOthers { get; init; }

    /// <summary>The mean number of candidates of a query; null without queries.</summary>
    public required double? MeanCandidateCount { get; init; }

    /// <summary>Rows that have no partner, no value of a column, or no direction.</summary>
    public required int RowsLeftOut { get; init; }

    /// <summary>Features compared.</summary>
    public required int FeatureCount { get; init; }
}
