namespace HcsGrid.Runs.Report;

/// <summary>
/// How the particles of an image, or those of one size group, lie beside random placements in its region.
/// </summary>
public sealed record ReportSpatial
{
    /// <summary>The group's index among the report's; null for all particles.</summary>
    public int? Group { get; init; }

    public required int ParticleCount { get; init; }

    /// <summary>The mean distance to the nearest other particle, in nanometres.</summary>
    public required ReportAgainst NearestNm { get; init; }

    /// <summary>The share of particles in clusters.</summary>
    public required ReportAgainst ClusteredShare { get; init; }

    /// <summary>The p-value of Ripley's L over all distances.</summary>
    public required double RipleyP { get; init; }

    /// <summary>The curve that is drawn; null for images beyond the first.</summary>
    public ReportRipley? Ripley { get; init; }
}
