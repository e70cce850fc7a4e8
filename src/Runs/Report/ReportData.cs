namespace HcsGrid.Runs.Report;

/// <summary>
/// Everything that the page <c>report.html</c> shows: numbers, wells, map, distances, treatments and problems.
/// </summary>
/// <remarks>
/// The page computes no result: what stands here is shown as it stands, and the page's bytes depend on nothing else.
/// Numbers that do not exist are null; in a list of plain numbers NaN says the same and is written as null.
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

    public required ReportSummary Summary { get; init; }

    /// <summary>The plates, in the order of the selector.</summary>
    public required IReadOnlyList<ReportPlate> Plates { get; init; }

    /// <summary>Well profiles in two dimensions; empty where there is no map.</summary>
    public required IReadOnlyList<ReportPoint> Map { get; init; }

    /// <summary>How the map was made, in words: <c>PCA of normalized well profiles</c>.</summary>
    public required string MapMethod { get; init; }

    /// <summary>Share of variance, 0 to 1, that each axis of the map explains; empty where none is known.</summary>
    public required IReadOnlyList<double> MapExplained { get; init; }

    public required ReportDistances Distances { get; init; }

    /// <summary>The treatments, in the order in which the table first stands.</summary>
    public required IReadOnlyList<ReportTreatment> Treatments { get; init; }

    /// <summary>What failed or is missing, and why; empty where nothing is.</summary>
    public required IReadOnlyList<ReportProblem> Problems { get; init; }
}
