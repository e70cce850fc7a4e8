namespace HcsGrid.Runs.Report;

/// <summary>
/// The dose response of a compound: a fitted curve, or why there is none.
/// </summary>
/// <remarks>
/// The curve is bottom + (top − bottom)/(1 + (EC50/dose)^Hill), the four-parameter logistic. Its points are the
/// compound's wells on the report's <see cref="ReportData.DoseMetric"/>.
/// </remarks>
public sealed record ReportCurve
{
    public required string Compound { get; init; }

    /// <summary>The unit of the doses; null where none is known.</summary>
    public string? DoseUnit { get; init; }

    public string? Moa { get; init; }

    /// <summary>Why no curve fits; null where one does.</summary>
    public string? Reason { get; init; }

    /// <summary>Half-way dose, in <see cref="DoseUnit"/>.</summary>
    public double? Ec50 { get; init; }

    /// <summary>Lower end of the 95 % interval of <see cref="Ec50"/>; null where it is open.</summary>
    public double? Ec50Low { get; init; }

    /// <summary>Upper end of the 95 % interval of <see cref="Ec50"/>; null where it is open.</summary>
    public double? Ec50High { get; init; }

    public double? Hill { get; init; }

    public double? Bottom { get; init; }

    public double? Top { get; init; }

    /// <summary>Share of the points' variance that the curve explains.</summary>
    public double? R2 { get; init; }
}
