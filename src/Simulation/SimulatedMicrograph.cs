using HcsGrid.Plates;

namespace HcsGrid.Simulation;

/// <summary>
/// One simulated micrograph: its pixels and the gold that is in it.
/// </summary>
/// <param name="Width">Pixels from left to right.</param>
/// <param name="Height">Pixels from top to bottom.</param>
/// <param name="Pixels">Gray, 0 black to 255 white, row by row.</param>
/// <param name="Particles">The beads, row by row: centre and diameter in pixels, confidence 1.</param>
public sealed record SimulatedMicrograph(int Width, int Height, byte[] Pixels, IReadOnlyList<Particle> Particles);
