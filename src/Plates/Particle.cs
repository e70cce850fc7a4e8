namespace HcsGrid.Plates;

/// <summary>
/// A gold bead that was found in a micrograph.
/// </summary>
/// <param name="XPixels">Its centre's column; whole numbers are the middles of pixels, 0 the leftmost.</param>
/// <param name="YPixels">Its centre's row, 0 the uppermost.</param>
/// <param name="DiameterPixels">Its diameter in the image's pixels.</param>
/// <param name="Confidence">How sure the detector is, 0 to 1.</param>
public readonly record struct Particle(double XPixels, double YPixels, double DiameterPixels, double Confidence);
