namespace HcsGrid.Runs.Report;

/// <summary>
/// Cosine distances between treatments or compounds, in the order in which they are drawn.
/// </summary>
/// <remarks>
/// The caller orders by MoA, so that neighbours of equal MoA make the groups that the page frames; where no MoA is
/// known any order will do. The matrix is square, one row a label.
/// </remarks>
public sealed record ReportDistances
{
    /// <summary>Compound, or compound and dose.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>One MoA a label; null where it is not known.</summary>
    public required IReadOnlyList<string?> Moas { get; init; }

    /// <summary>Cosine distance, 0 (same direction) to 2 (opposite); NaN where a profile has no direction.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> Cosine { get; init; }
}
