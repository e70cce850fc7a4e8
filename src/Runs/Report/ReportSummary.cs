namespace HcsGrid.Runs.Report;

/// <summary>
/// The run's key numbers, shown in the page's header.
/// </summary>
public sealed record ReportSummary
{
    public required int PlateCount { get; init; }

    /// <summary>Wells with a whole result.</summary>
    public required int WellsDone { get; init; }

    /// <summary>Wells without one.</summary>
    public required int WellsFailed { get; init; }

    /// <summary>Tiles that went through the model.</summary>
    public required long Tiles { get; init; }

    /// <summary>Z' of the run's controls on the control axis; null where it is undefined.</summary>
    public double? ZPrime { get; init; }

    /// <summary>
    /// Treatments whose nearest cosine neighbour among treatments of other compounds (NSC, the BBBC021 convention) has
    /// the same MoA; null where no MoA is known.
    /// </summary>
    public int? MoaCorrect { get; init; }

    /// <summary>Treatments that were asked; null where no MoA is known.</summary>
    public int? MoaTotal { get; init; }

    /// <summary>How well the plate of a well can be told from the wells nearest to it, before normalization; null where
    /// that was not asked.</summary>
    public ReportPlateEffect? PlateEffectBefore { get; init; }

    /// <summary>The same after normalization.</summary>
    public ReportPlateEffect? PlateEffectAfter { get; init; }

    /// <summary>Treatments with a q-value of at most <see cref="HitThreshold"/>; null where none has one.</summary>
    public int? HitCount { get; init; }

    /// <summary>Treatments with a q-value; null where none has one.</summary>
    public int? TestedCount { get; init; }

    /// <summary>The q-value up to which a treatment is called a hit.</summary>
    public double HitThreshold { get; init; } = 0.05;

    /// <summary>Treatments whose replicates are more alike than 95 % of the null; null where none was asked.</summary>
    public int? ReplicatingCount { get; init; }

    /// <summary>Treatments whose replicates were compared; null where none was.</summary>
    public int? ReplicatedCount { get; init; }
}
