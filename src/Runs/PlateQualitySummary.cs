using System.Text.Json.Serialization;

namespace HcsGrid.Runs;

/// <summary>
/// How good a plate is: the file <c>quality.json</c> of its folder.
/// </summary>
public sealed record PlateQualitySummary
{
    public required string Plate { get; init; }

    public required int WellsDone { get; init; }

    public required int WellsFailed { get; init; }

    public required long TileCount { get; init; }

    public required int NegativeControlCount { get; init; }

    public required int PositiveControlCount { get; init; }

    /// <summary>Z' on the control axis, every control scored by an axis fitted without it; null where
    /// undefined.</summary>
    public double? ZPrime { get; init; }

    public double? RobustZPrime { get; init; }

    /// <summary>Strictly standardized mean difference on the control axis.</summary>
    public double? Ssmd { get; init; }

    /// <summary>Features of the control axis.</summary>
    public int AxisFeatureCount { get; init; }

    /// <summary>How the plate was normalized.</summary>
    public required string Normalization { get; init; }

    /// <summary>Features that do not vary among the reference wells: they have no normalized value.</summary>
    public required IReadOnlyList<string> DegenerateFeatures { get; init; }

    /// <summary>Spearman's correlation of dose and mean score on the control axis, for each compound with three doses
    /// or more.</summary>
    public required IReadOnlyList<DoseTrend> DoseTrends { get; init; }

    /// <summary>The median coefficient of variation of the negative controls, over the features as measured that are
    /// above 0 in all of them; null with fewer than two.</summary>
    public double? NegativeControlCv { get; init; }

    /// <summary>The share of the typical feature's variance that goes with the plate's rows, positive controls left
    /// out: 0 where position does nothing.</summary>
    public double? RowEffect { get; init; }

    /// <summary>The same for columns.</summary>
    public double? ColumnEffect { get; init; }

    /// <summary>The same for the outermost wells against the others.</summary>
    public double? EdgeEffect { get; init; }

    /// <summary>What was not as it should be in wells that are done; null where nothing was, and then not
    /// written.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RunProblem>? Problems { get; init; }
}
