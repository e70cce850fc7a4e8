namespace HcsGrid.Runs.Report;

/// <summary>
/// How the particles of a run's images were compared with random placements.
/// </summary>
public sealed record ReportComparison
{
    /// <summary>Random placements of each image and group.</summary>
    public required int PlacementCount { get; init; }

    /// <summary>The longest step within a cluster, in nanometres.</summary>
    public required double ClusterNm { get; init; }

    /// <summary>Images of fewer than two particles, which are not compared.</summary>
    public int TooFewCount { get; init; }

    /// <summary>Images of more particles than are compared.</summary>
    public int TooManyCount { get; init; }

    /// <summary>Images that were compared and are not listed.</summary>
    public int OmittedCount { get; init; }
}
