namespace HcsGrid.Runs.Report;

/// <summary>
/// Everything that the page <c>report.html</c> shows, in the order of a screening meeting.
/// </summary>
/// <remarks>
/// The page computes no result: what stands here is shown as it stands, and the page's bytes depend on nothing else.
/// Numbers that do not exist are null; in a list of plain numbers NaN says the same and is written as null. What is
/// empty says why in <see cref="Absent"/>.
/// </remarks>
public sealed record ReportData
{
    /// <summary>The run's name.</summary>
    public required string Run { get; init; }

    /// <summary>The page's title, in the people's own words.</summary>
    public required string Title { get; init; }

    /// <summary>The software and its version, such as <c>HcsGrid 0.1.0</c>.</summary>
    public required string Software { get; init; }

    public required ReportModel Model { get; init; }

    /// <summary>How profiles were normalized, in words: <c>mad_robustize on negative controls</c>.</summary>
    public required string Normalization { get; init; }

    /// <summary>What else says how the results were made, such as the job's hash; may be empty.</summary>
    public IReadOnlyList<ReportFact> Provenance { get; init; } = [];

    public required ReportSummary Summary { get; init; }

    /// <summary>The plates, in the order of the selector.</summary>
    public required IReadOnlyList<ReportPlate> Plates { get; init; }

    /// <summary>The metric whose values per well are the dose curves' points; null where no plate has it.</summary>
    public string? DoseMetric { get; init; }

    /// <summary>The treatments: one row a compound and dose, in the order in which tables first stand.</summary>
    public required IReadOnlyList<ReportTreatment> Treatments { get; init; }

    /// <summary>What <see cref="ReportTreatment.Effect"/> is, in a sentence; null where no treatment has one.</summary>
    public string? EffectText { get; init; }

    /// <summary>The dose curves, one a compound; empty where no compound has doses.</summary>
    public IReadOnlyList<ReportCurve> Curves { get; init; } = [];

    /// <summary>The maps of well profiles, the first one shown first; empty where there is none.</summary>
    public required IReadOnlyList<ReportMap> Maps { get; init; }

    /// <summary>The wells' places on the maps.</summary>
    public required IReadOnlyList<ReportPoint> Points { get; init; }

    public required ReportDistances Distances { get; init; }

    /// <summary>The spectra of the model's codes; null where it has none, or they cannot be shown.</summary>
    public ReportSpectra? Spectra { get; init; }

    /// <summary>What was found of particles; null where the job detects none.</summary>
    public ReportDetection? Detection { get; init; }

    /// <summary>What is not in this report, and why.</summary>
    public IReadOnlyList<ReportAbsence> Absent { get; init; } = [];

    /// <summary>What failed or is missing, and why; empty where nothing is.</summary>
    public required IReadOnlyList<ReportProblem> Problems { get; init; }
}
