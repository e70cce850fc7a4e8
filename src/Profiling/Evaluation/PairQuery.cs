namespace HcsGrid.Profiling.Evaluation;

/// <summary>
/// A row whose partners are asked for.
/// </summary>
/// <param name="Row">The row.</param>
/// <param name="Class">Its class: the rows that have the same partners.</param>
/// <param name="Label">The label that its positives share, or -1.</param>
internal readonly record struct PairQuery(int Row, int Class, int Label)
{
    /// <summary>Whether another query has the same partners, but for the rows themselves.</summary>
    public bool SharesPartners(PairQuery other) => Class == other.Class && Label == other.Label;
}
