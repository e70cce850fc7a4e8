using System.Text.Json.Serialization;

namespace HcsGrid.Runs.Report;

/// <summary>
/// Cosine distances between treatments or compounds, and their tree.
/// </summary>
/// <remarks>
/// The caller orders by MoA, so that neighbours of equal MoA make the groups that the page frames; where no MoA is
/// known any order will do. The matrix is square and symmetric, one row a label.
/// </remarks>
public sealed record ReportDistances
{
    /// <summary>No distances.</summary>
    public static ReportDistances None { get; } = new() { Labels = [], Moas = [], Cosine = [] };

    /// <summary>Compound, or compound and dose.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>One MoA a label; null where it is not known.</summary>
    public required IReadOnlyList<string?> Moas { get; init; }

    /// <summary>Index among the report's treatments, one a label; empty where rows are no treatments.</summary>
    public IReadOnlyList<int> Treatments { get; init; } = [];

    /// <summary>Cosine distance, 0 (same direction) to 2 (opposite); NaN where a profile has no direction.</summary>
    /// <remarks>The page holds it to 1/30,000.</remarks>
    [JsonConverter(typeof(PackedDistancesConverter))]
    public required IReadOnlyList<IReadOnlyList<double>> Cosine { get; init; }

    /// <summary>The tree of the rows; null where there is none.</summary>
    public ReportTree? Tree { get; init; }
}
