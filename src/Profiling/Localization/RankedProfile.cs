namespace HcsGrid.Profiling.Localization;

/// <summary>
/// A profile in the list of those most like a query.
/// </summary>
/// <param name="Row">Its row of the table.</param>
/// <param name="Similarity">Its correlation with the query, or its cosine: −1 to 1.</param>
/// <param name="Rank">From 1: one more than profiles that are more similar, so that equally similar ones share
/// it.</param>
public readonly record struct RankedProfile(int Row, double Similarity, int Rank);
