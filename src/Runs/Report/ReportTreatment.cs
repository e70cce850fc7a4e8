namespace HcsGrid.Runs.Report;

/// <summary>
/// A compound at one dose: its effect, how well its replicates agree, and its nearest neighbours.
/// </summary>
public sealed record ReportTreatment
{
    public required string Compound { get; init; }

    public double? Dose { get; init; }

    public string? DoseUnit { get; init; }

    public string? Moa { get; init; }

    /// <summary>Wells that went into the profile.</summary>
    public required int ReplicateCount { get; init; }

    /// <summary>Size of the effect, as <see cref="ReportData.EffectText"/> says; null where it is not known.</summary>
    public double? Effect { get; init; }

    /// <summary>Probability of such an effect without one, 0 to 1.</summary>
    public double? PValue { get; init; }

    /// <summary>The least <see cref="PValue"/> that as many wells and controls allow; null where it is not
    /// known.</summary>
    public double? SmallestPValue { get; init; }

    /// <summary><see cref="PValue"/> corrected for the number of treatments (false discovery rate), 0 to 1.</summary>
    public double? QValue { get; init; }

    /// <summary>Score on the control axis, 0 as negative and 1 as positive controls; null without both.</summary>
    public double? AxisEffect { get; init; }

    /// <summary>Median correlation of the replicates' profiles, −1 to 1.</summary>
    public double? ReplicateCorrelation { get; init; }

    /// <summary>Median cosine similarity of the replicates' profiles, −1 to 1; null with fewer than two.</summary>
    public double? MedianCosine { get; init; }

    /// <summary>95th percentile of <see cref="MedianCosine"/> among as many wells of different treatments.</summary>
    public double? Null95 { get; init; }

    /// <summary>Mean average precision of finding the replicates among the negative controls, 0 to 1.</summary>
    public double? MeanAveragePrecision { get; init; }

    /// <summary>Corrected p-value of <see cref="MeanAveragePrecision"/>.</summary>
    public double? ActivityQValue { get; init; }

    /// <summary>The cluster; null where the treatment is in none.</summary>
    public string? Cluster { get; init; }

    /// <summary>Compound of the nearest treatment of another compound; null where there is no other.</summary>
    public string? NearestCompound { get; init; }

    /// <summary>The nearest treatment's dose, in <see cref="DoseUnit"/> too.</summary>
    public double? NearestDose { get; init; }

    public string? NearestMoa { get; init; }

    /// <summary>Cosine similarity with the nearest treatment, −1 to 1.</summary>
    public double? NearestCosine { get; init; }

    /// <summary>True where both MoAs are known and equal, false where they differ, null where one is unknown.</summary>
    public bool? SameMoa { get; init; }

    /// <summary>The nearest other compounds, each by its nearest treatment, nearest first; may be empty.</summary>
    public IReadOnlyList<ReportNeighbour> Neighbours { get; init; } = [];
}
