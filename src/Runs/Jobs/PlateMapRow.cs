using HcsGrid.Plates;

namespace HcsGrid.Runs.Jobs;

/// <summary>
/// A line of a plate map; null is what the line does not say.
/// </summary>
internal sealed record PlateMapRow(ControlRole? Role, string? Compound, string? Identifier, double? Dose, string? Moa);
