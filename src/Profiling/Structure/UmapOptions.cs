namespace HcsGrid.Profiling.Structure;

/// <summary>
/// How <see cref="Umap"/> lays a map out; names and defaults as umap-learn.
/// </summary>
public sealed record UmapOptions
{
    /// <summary>Neighbours of a row, the row itself counted, 2 to 512. Default 15: fewer show small groups, more the
    /// whole.</summary>
    public int NeighbourCount { get; init; } = 15;

    /// <summary>How near points may lie, 0 to <see cref="Spread"/>. Default 0.1.</summary>
    public double MinDistance { get; init; } = 0.1;

    /// <summary>The scale of the map, above 0 to 100. Default 1.</summary>
    public double Spread { get; init; } = 1;

    /// <summary>The distance of profiles. Default cosine.</summary>
    public DistanceMetric Metric { get; init; } = DistanceMetric.Cosine;

    /// <summary>Rounds of moving points, 1 to 10,000. Default 0: 500 up to 10,000 rows, else 200.</summary>
    public int EpochCount { get; init; }

    /// <summary>Random points that each point is driven away from for each neighbour it is drawn to, 0 to 100.
    /// Default 5.</summary>
    public int NegativeSampleCount { get; init; } = 5;

    /// <summary>What decides chance. Default 0.</summary>
    public long Seed { get; init; }

    /// <summary>The most threads for finding neighbours, 0 (default) for as many as there are cores; no result depends
    /// on it.</summary>
    public int MaxThreads { get; init; }

    /// <summary>Throws for the first value out of bounds, naming it.</summary>
    public void Validate()
    {
        Require(NeighbourCount is >= 2 and <= NeighbourLists.MaxNeighbourCount, nameof(NeighbourCount), NeighbourCount,
            $"2 to {NeighbourLists.MaxNeighbourCount}");
        Require(Spread is > 0 and <= 100, nameof(Spread), Spread, "above 0, to 100");
        Require(
            MinDistance >= 0 && MinDistance <= Spread, nameof(MinDistance), MinDistance, $"0 to {Spread}, the spread");
        Require(Enum.IsDefined(Metric), nameof(Metric), Metric, "a distance");
        Require(EpochCount is >= 0 and <= 10_000, nameof(EpochCount), EpochCount, "0 to 10000");
        Require(NegativeSampleCount is >= 0 and <= 100, nameof(NegativeSampleCount), NegativeSampleCount, "0 to 100");
        Require(MaxThreads >= 0, nameof(MaxThreads), MaxThreads, "0 or more");
    }

    private static void Require(bool holds, string name, object value, string bound)
    {
        if (!holds)
            throw new ArgumentException($"{name} is {value}, expected {bound}.");
    }
}
