namespace HcsGrid.Profiling.Evaluation;

/// <summary>
/// How well one profile ranks its positive partners before its negative ones.
/// </summary>
/// <param name="RowIndex">The profile's row.</param>
/// <param name="Label">The label that its positives share; empty where rows have no several labels.</param>
/// <param name="Pairs">Its positive and all its pairs.</param>
/// <param name="AveragePrecision">Above 0 to 1; NaN, undefined, without a positive pair.</param>
/// <param name="PValue">The share of random placements that do as well; NaN, undefined, without a positive
/// pair.</param>
public readonly record struct ProfilePrecision(
    int RowIndex, string Label, PairConfiguration Pairs, double AveragePrecision, double PValue)
{
    /// <summary>Whether the profile has a positive pair.</summary>
    public bool IsDefined => Pairs.PositiveCount > 0;
}
