using HcsGrid.Plates;

namespace HcsGrid.Imaging.Layout;

/// <summary>
/// The images of one plate.
/// </summary>
/// <param name="Plate">The plate.</param>
/// <param name="Wells">Its wells that have images, row by row.</param>
public sealed record PlateImages(PlateId Plate, IReadOnlyList<WellImages> Wells);
