namespace HcsGrid.Profiling.Evaluation;

/// <summary>
/// How many pairs of replicates are more alike than nearly all pairs of non-replicates.
/// </summary>
/// <param name="ReplicatePairCount">Pairs of rows of one treatment.</param>
/// <param name="NonReplicatePairCount">Pairs of rows of different treatments.</param>
/// <param name="AboveCount">Replicate pairs above the threshold.</param>
/// <param name="Threshold">The 95th percentile of the non-replicate pairs; null without any.</param>
/// <param name="FeatureCount">Features compared.</param>
/// <param name="RowsLeftOut">Rows without a treatment, without values, or constant.</param>
public sealed record PercentReplicatingResult(
    long ReplicatePairCount,
    long NonReplicatePairCount,
    long AboveCount,
    double? Threshold,
    int FeatureCount,
    int RowsLeftOut)
{
    /// <summary>The share of replicate pairs above the threshold; null, undefined, without pairs of both
    /// kinds.</summary>
    public double? Share => ReplicatePairCount > 0 && Threshold is not null
        ? (double)AboveCount / ReplicatePairCount
        : null;
}
