namespace HcsGrid.Profiling.Structure;

/// <summary>
/// How <see cref="BatchEffect"/> tells batches from profiles.
/// </summary>
public sealed record BatchEffectOptions
{
    /// <summary>Neighbours that vote for a row's batch, 1 to 512. Default 10.</summary>
    public int NeighbourCount { get; init; } = 10;

    /// <summary>The distance of profiles. Default cosine.</summary>
    public DistanceMetric Metric { get; init; } = DistanceMetric.Cosine;

    /// <summary>
    /// A column whose value a neighbour may not share, such as the compound; rows without a value share none. Default
    /// null: any other row may be a neighbour.
    /// </summary>
    /// <remarks>Where compounds and batches go together (each compound in one batch), name the compound here:
    /// replicates are near each other for their biology, and would tell the batch through it. For rows of one compound
    /// only, such as the controls, leave it out.</remarks>
    public string? NotSameColumn { get; init; }

    /// <summary>Random shuffles of the batches, 0 to 100,000. Default 1000.</summary>
    public int PermutationCount { get; init; } = 1000;

    /// <summary>What decides chance. Default 0.</summary>
    public long Seed { get; init; }

    /// <summary>The most threads, 0 (default) for as many as there are cores; no result depends on it.</summary>
    public int MaxThreads { get; init; }

    /// <summary>Throws for the first value out of bounds, naming it.</summary>
    public void Validate()
    {
        Require(NeighbourCount is >= 1 and <= NeighbourLists.MaxNeighbourCount, nameof(NeighbourCount), NeighbourCount,
            $"1 to {NeighbourLists.MaxNeighbourCount}");
        Require(Enum.IsDefined(Metric), nameof(Metric), Metric, "a distance");
        Require(PermutationCount is >= 0 and <= 100_000, nameof(PermutationCount), PermutationCount, "0 to 100000");
        Require(MaxThreads >= 0, nameof(MaxThreads), MaxThreads, "0 or more");
    }

    private static void Require(bool holds, string name, object value, string bound)
    {
        if (!holds)
            throw new ArgumentException($"{name} is {value}, expected {bound}.");
    }
}
