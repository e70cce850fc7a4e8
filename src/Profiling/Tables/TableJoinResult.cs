namespace HcsGrid.Profiling.Tables;

/// <summary>
/// A joined table, and what found no partner.
/// </summary>
/// <param name="Table">The rows of the left table in their order, with the columns from the list.</param>
/// <param name="AddedNames">The columns that came from the list, as they are named now.</param>
/// <param name="MatchedCount">Rows of the table that the list knows.</param>
/// <param name="UnmatchedCount">Rows of the table that the list does not know; a left join keeps them.</param>
/// <param name="UnmatchedExamples">The keys of the first of these, at most five, each once.</param>
/// <param name="UnusedCount">Rows of the list whose key no row of the table has.</param>
/// <param name="UnusedExamples">The keys of the first of these, at most five, each once.</param>
public sealed record TableJoinResult(
    ProfileTable Table,
    IReadOnlyList<string> AddedNames,
    int MatchedCount,
    int UnmatchedCount,
    IReadOnlyList<string> UnmatchedExamples,
    int UnusedCount,
    IReadOnlyList<string> UnusedExamples);
