namespace HcsGrid.Runs.Coordination;

/// <summary>
/// A plate of a <see cref="PlanIndex"/>.
/// </summary>
/// <param name="Plate">The barcode.</param>
/// <param name="WellCount">Wells that have images.</param>
public sealed record PlanIndexPlate(string Plate, int WellCount);
