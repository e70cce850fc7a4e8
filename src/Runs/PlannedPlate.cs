using HcsGrid.Plates;

namespace HcsGrid.Runs;

/// <summary>
/// A plate that a screen's run has to do.
/// </summary>
/// <param name="Plate">The plate.</param>
/// <param name="WellCount">Its wells that have images.</param>
public readonly record struct PlannedPlate(PlateId Plate, int WellCount);
