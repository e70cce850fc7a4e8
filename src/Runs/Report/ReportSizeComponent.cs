namespace HcsGrid.Runs.Report;

/// <summary>
/// One kind of particles by size: a normal distribution over the logarithm of the diameter.
/// </summary>
/// <param name="MiddleNm">Its median diameter, in nanometres.</param>
/// <param name="Share">Its share of all particles.</param>
/// <param name="Spread">The standard deviation of the natural logarithm among its particles, 0.005 at the least: about
/// the relative spread of the diameter.</param>
public sealed record ReportSizeComponent(double MiddleNm, double Share, double Spread);
