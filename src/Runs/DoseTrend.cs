namespace HcsGrid.Runs;

/// <summary>
/// How the score on the control axis goes with the dose of a compound on a plate.
/// </summary>
/// <param name="Compound">The compound.</param>
/// <param name="DoseCount">Its doses.</param>
/// <param name="Spearman">Spearman's correlation of dose and the mean score of the dose's wells.</param>
public sealed record DoseTrend(string Compound, int DoseCount, double Spearman);
