namespace HcsGrid.Runs;

/// <summary>
/// What a run's folder holds in the end: the file <c>profiles/summary.json</c>. The same run gives the same bytes.
/// </summary>
public sealed record RunSummary
{
    public required string Run { get; init; }

    public required string JobHash { get; init; }

    public required string Model { get; init; }

    public required string ModelSha256 { get; init; }

    public required int PlateCount { get; init; }

    public required int WellsDone { get; init; }

    public required int WellsFailed { get; init; }

    /// <summary>Tiles of all wells that are done.</summary>
    public required long TileCount { get; init; }

    /// <summary>Particles of all images that are done; null where the job detects none.</summary>
    public long? ParticleCount { get; init; }

    /// <summary>The median of the plates' Z' on the control axis; null where no plate has one.</summary>
    public double? ZPrime { get; init; }

    public required IReadOnlyList<PlateQualitySummary> Plates { get; init; }

    /// <summary>Treatments whose nearest neighbour among other compounds has the same MoA (NSC); null without
    /// MoAs.</summary>
    public int? MoaCorrect { get; init; }

    /// <summary>Treatments that the NSC convention counts.</summary>
    public int? MoaTotal { get; init; }

    /// <summary>Treatments that differ from the negative controls at a false-discovery rate of 0.05; null where none
    /// can be compared.</summary>
    public int? HitCount { get; init; }

    /// <summary>Treatments that could be compared with the negative controls; null where none can.</summary>
    public int? CallableCount { get; init; }

    /// <summary>Treatments whose replicates are more alike than the 95th percentile of as many wells of different
    /// treatments; null where no treatment has replicates.</summary>
    public int? ReplicatingCount { get; init; }

    /// <summary>Treatments with replicates to compare; null where none has.</summary>
    public int? ReplicatedCount { get; init; }

    /// <summary>The share of wells as measured, every feature scaled over the whole screen, whose plate is that of most
    /// of the wells nearest to them; null with one plate.</summary>
    public double? RawPlateAccuracy { get; init; }

    /// <summary>The same with the plates permuted among the wells.</summary>
    public double? RawPlateAccuracyByChance { get; init; }

    /// <summary>The share of normalized wells whose plate is that of most of the wells nearest to it: near
    /// <see cref="PlateAccuracyByChance"/> where plates cannot be told apart; null with one plate.</summary>
    public double? PlateAccuracy { get; init; }

    /// <summary>The same with the plates permuted among the wells.</summary>
    public double? PlateAccuracyByChance { get; init; }

    /// <summary>Compounds with a dose curve; null where no compound has two doses.</summary>
    public int? DoseCurveCount { get; init; }

    /// <summary>Shares of the variance that the map's two axes explain; empty where there is no map.</summary>
    public required IReadOnlyList<double> MapExplained { get; init; }

    public required IReadOnlyList<RunProblem> Problems { get; init; }
}
