namespace HcsGrid.Runs.Report;

/// <summary>
/// A well's place on the map of profiles; plate and well join it to its <see cref="ReportWell"/>.
/// </summary>
/// <param name="Plate">The barcode of a plate of the report.</param>
/// <param name="Well">The address of a well of that plate.</param>
/// <param name="X">First coordinate, finite.</param>
/// <param name="Y">Second coordinate, finite.</param>
public sealed record ReportPoint(string Plate, string Well, double X, double Y);
