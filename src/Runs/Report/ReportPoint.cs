namespace HcsGrid.Runs.Report;

/// <summary>
/// A well's places on the maps; plate and well join it to its <see cref="ReportWell"/>.
/// </summary>
/// <param name="Plate">The barcode of a plate of the report.</param>
/// <param name="Well">The address of a well of that plate.</param>
/// <param name="At">Two coordinates a map, in the maps' order; NaN both where the well is not on that map.</param>
public sealed record ReportPoint(string Plate, string Well, IReadOnlyList<double> At);
