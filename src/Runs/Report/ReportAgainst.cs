namespace HcsGrid.Runs.Report;

/// <summary>
/// A number of an image's particles beside that of random placements.
/// </summary>
/// <param name="Observed">Of the particles.</param>
/// <param name="Random">The mean of the placements.</param>
/// <param name="P">The two-sided p-value.</param>
public sealed record ReportAgainst(double Observed, double Random, double P);
