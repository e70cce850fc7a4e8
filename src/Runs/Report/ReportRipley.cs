namespace HcsGrid.Runs.Report;

/// <summary>
/// Ripley's L(r) − r at some distances, all in nanometres and of one length.
/// </summary>
/// <param name="DistancesNm">The distances r, ascending.</param>
/// <param name="Observed">L(r) − r of the particles.</param>
/// <param name="Low">The lower bound of the placements' middle 95 %.</param>
/// <param name="High">The upper bound.</param>
public sealed record ReportRipley(
    IReadOnlyList<double> DistancesNm, IReadOnlyList<double> Observed, IReadOnlyList<double> Low,
    IReadOnlyList<double> High);
