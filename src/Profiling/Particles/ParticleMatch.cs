namespace HcsGrid.Profiling.Particles;

/// <summary>
/// A particle that was found, and the true one that it is.
/// </summary>
/// <param name="TruthIndex">Which of the true ones.</param>
/// <param name="FoundIndex">Which of those found.</param>
/// <param name="DistancePixels">How far apart their centres are.</param>
public readonly record struct ParticleMatch(int TruthIndex, int FoundIndex, double DistancePixels);
