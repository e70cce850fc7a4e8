namespace HcsGrid.Profiling.Evaluation;

/// <summary>
/// How many profiles found their mechanism of action in their nearest neighbour.
/// </summary>
/// <param name="Correct">Queries whose neighbour has the same mechanism.</param>
/// <param name="Total">Queries.</param>
public readonly record struct MoaAccuracyResult(int Correct, int Total)
{
    /// <summary>The share of correct queries; null where there are none.</summary>
    public double? Share => Total > 0 ? (double)Correct / Total : null;
}
