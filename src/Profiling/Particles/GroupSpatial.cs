using HcsGrid.Profiling.Spatial;

namespace HcsGrid.Profiling.Particles;

/// <summary>
/// How the particles of a size group lie in their region, beside random placements.
/// </summary>
/// <param name="Group">The group's index; null for all particles together.</param>
/// <param name="Options">How they were compared, in pixels.</param>
/// <param name="Result">What was measured, in pixels.</param>
public sealed record GroupSpatial(int? Group, SpatialOptions Options, SpatialResult Result);
