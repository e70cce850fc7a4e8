namespace HcsGrid.Runs.Report;

/// <summary>
/// One row of the table of treatments: a compound at one dose, its effect and its nearest neighbour.
/// </summary>
public sealed record ReportTreatment
{
    public required string Compound { get; init; }

    public double? Dose { get; init; }

    public string? DoseUnit { get; init; }

    public string? Moa { get; init; }

    /// <summary>Wells that went into the profile.</summary>
    public required int ReplicateCount { get; init; }

    /// <summary>Score on the control axis, 0 as negative and 1 as positive controls; null without both.</summary>
    public double? Effect { get; init; }

    /// <summary>Compound of the nearest treatment of another compound; null where there is no other.</summary>
    public string? NearestCompound { get; init; }

    /// <summary>The nearest treatment's dose, in <see cref="DoseUnit"/> too.</summary>
    public double? NearestDose { get; init; }

    public string? NearestMoa { get; init; }

    /// <summary>Cosine similarity with the nearest treatment, −1 to 1.</summary>
    public double? NearestCosine { get; init; }

    /// <summary>True where both MoAs are known and equal, false where they differ, null where one is unknown.</summary>
    public bool? SameMoa { get; init; }
}
