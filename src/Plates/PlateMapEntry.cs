namespace HcsGrid.Plates;

/// <summary>
/// What one well of a plate map holds.
/// </summary>
/// <param name="Role">What the well is for.</param>
/// <param name="Perturbation">The compound and its dose; null for an empty or unannotated well.</param>
public sealed record PlateMapEntry(ControlRole Role, Perturbation? Perturbation);
