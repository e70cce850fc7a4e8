namespace HcsGrid.Imaging.Nuclei;

/// <summary>
/// A nucleus that was found in a plane.
/// </summary>
/// <param name="X">Column of its centre of area, in pixels; whole numbers are the middles of pixels.</param>
/// <param name="Y">Row of its centre.</param>
/// <param name="AreaPixels">Its pixels.</param>
public readonly record struct Nucleus(double X, double Y, int AreaPixels);
