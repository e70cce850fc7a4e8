namespace HcsGrid.Runs.Report;

/// <summary>
/// One plate of the report: its format, control statistics, metrics and wells.
/// </summary>
/// <remarks>
/// Metrics of the same name on several plates share one colour scale. A well of the format that is not in
/// <see cref="Wells"/> is drawn as not part of the run.
/// </remarks>
public sealed record ReportPlate
{
    /// <summary>The barcode, unique in the report.</summary>
    public required string Plate { get; init; }

    /// <summary>Rows of the physical format, 1 to 32.</summary>
    public required int RowCount { get; init; }

    /// <summary>Columns of the physical format, 1 to 48.</summary>
    public required int ColumnCount { get; init; }

    /// <summary>Z' of the plate's controls; null where it is undefined.</summary>
    public double? ZPrime { get; init; }

    /// <summary>Z' with median and 1.4826·MAD; null where it is undefined.</summary>
    public double? RobustZPrime { get; init; }

    /// <summary>Strictly standardized mean difference of the controls; null where it is undefined.</summary>
    public double? Ssmd { get; init; }

    /// <summary>Standard deviation (ddof 1) of the negative controls on the control axis; null where there is
    /// none.</summary>
    public double? NegativeSpread { get; init; }

    /// <summary>The same of the positive controls.</summary>
    public double? PositiveSpread { get; init; }

    /// <summary>Median coefficient of variation of the negative controls; null where undefined.</summary>
    public double? NegativeCv { get; init; }

    /// <summary>Share, 0 to 1, of the typical feature's variance that goes with the plate's rows.</summary>
    public double? RowEffect { get; init; }

    /// <summary>The same for columns.</summary>
    public double? ColumnEffect { get; init; }

    /// <summary>The same for the outermost wells against the others.</summary>
    public double? EdgeEffect { get; init; }

    /// <summary>How the plate was normalized; null where the report's words hold for it.</summary>
    public string? Normalization { get; init; }

    /// <summary>What the wells' values mean, in the values' order.</summary>
    public required IReadOnlyList<ReportMetric> Metrics { get; init; }

    public required IReadOnlyList<ReportWell> Wells { get; init; }
}
