namespace HcsGrid.Profiling.Particles;

/// <summary>
/// Particles of about one diameter, such as the beads of one antibody. Lengths are nanometres, or pixels where no pixel
/// size is known.
/// </summary>
/// <param name="Nominal">What the group is called by: the beads' diameter as sold, or as found.</param>
/// <param name="From">The least diameter in the group.</param>
/// <param name="To">The least diameter above it.</param>
public readonly record struct SizeGroup(double Nominal, double From, double To);
