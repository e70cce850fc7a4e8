namespace HcsGrid.Runs.Report;

/// <summary>
/// The model that made the profiles.
/// </summary>
/// <param name="Name">Its name and version, such as <c>scatter-v1</c>.</param>
/// <param name="Sha256">SHA-256 of the model's file, as hexadecimal digits.</param>
/// <param name="TileSizePixels">Edge of a tile, in pixels.</param>
public sealed record ReportModel(string Name, string Sha256, int TileSizePixels);
