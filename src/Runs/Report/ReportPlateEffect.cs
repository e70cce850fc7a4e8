namespace HcsGrid.Runs.Report;

/// <summary>
/// How well plates can be told apart.
/// </summary>
/// <param name="Accuracy">The share of wells whose plate is that of most of the wells nearest to them.</param>
/// <param name="ByChance">The same with the plates permuted among the wells.</param>
public sealed record ReportPlateEffect(double Accuracy, double ByChance);
