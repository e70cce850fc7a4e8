namespace HcsGrid.Imaging;

/// <summary>
/// Where a cell lies in an image: the centre of its nucleus.
/// </summary>
/// <param name="X">Column, in pixels from the left; whole numbers are the middles of pixels.</param>
/// <param name="Y">Row, from the top.</param>
public readonly record struct CellCentre(double X, double Y);
