namespace HcsGrid.Runs.Coordination;

/// <summary>
/// The whole of a screen's plan but its images: the blob <c>plan.json</c>.
/// </summary>
public sealed record PlanIndex
{
    /// <summary>The only version of the form so far.</summary>
    public const int CurrentFormatVersion = 1;

    public int FormatVersion { get; init; } = CurrentFormatVersion;

    /// <summary>Which of a site's images holds each channel of the job.</summary>
    public required IReadOnlyList<int> ImageIndexes { get; init; }

    /// <summary>The plates, by barcode.</summary>
    public required IReadOnlyList<PlanIndexPlate> Plates { get; init; }

    /// <summary>What is missing or cannot be used.</summary>
    public required IReadOnlyList<RunProblem> Problems { get; init; }
}
