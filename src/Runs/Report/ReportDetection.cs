namespace HcsGrid.Runs.Report;

/// <summary>
/// What was found in the images of a job whose model detects particles.
/// </summary>
public sealed record ReportDetection
{
    /// <summary>The least confidence of a particle.</summary>
    public required double Threshold { get; init; }

    /// <summary>The size groups, ascending; the last one is what lies in none.</summary>
    public required IReadOnlyList<ReportSizeGroup> Groups { get; init; }

    /// <summary>The images by plate, well and site; no more than a page bears.</summary>
    public required IReadOnlyList<ReportMicrograph> Images { get; init; }

    /// <summary>Images that are not among <see cref="Images"/>; their particles count in the bars all the
    /// same.</summary>
    public int OmittedCount { get; init; }

    /// <summary>Diameter at which the first bar begins, in nanometres.</summary>
    public required double FromNm { get; init; }

    /// <summary>Width of a bar, in nanometres.</summary>
    public required double WidthNm { get; init; }

    /// <summary>Particles of each bar, for each group: shape (groups, bars).</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Bars { get; init; }

    /// <summary>The kinds of particles by the diameters of all images, ascending, whatever the groups; empty without
    /// particles.</summary>
    public IReadOnlyList<ReportSizeComponent> Mixture { get; init; } = [];

    /// <summary>Diameters that <see cref="Mixture"/> is fitted to.</summary>
    public int MixtureCount { get; init; }

    /// <summary>How particles were compared with random placements; null where they were not.</summary>
    public ReportComparison? Comparison { get; init; }
}
