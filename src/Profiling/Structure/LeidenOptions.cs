namespace HcsGrid.Profiling.Structure;

/// <summary>
/// How <see cref="Leiden"/> finds communities.
/// </summary>
public sealed record LeidenOptions
{
    /// <summary>How small communities are, above 0 to 1000: 1 (default) is modularity, more gives more and smaller
    /// ones.</summary>
    public double Resolution { get; init; } = 1;

    /// <summary>Neighbours of a row, the row itself counted, 2 to 512. Default 15. For profiles only.</summary>
    public int NeighbourCount { get; init; } = 15;

    /// <summary>The distance of profiles. Default cosine. For profiles only.</summary>
    public DistanceMetric Metric { get; init; } = DistanceMetric.Cosine;

    /// <summary>How freely the refinement chooses among good merges, above 0 to 1. Default 0.01.</summary>
    public double Randomness { get; init; } = 0.01;

    /// <summary>What decides chance. Default 0.</summary>
    public long Seed { get; init; }

    /// <summary>The most threads for finding neighbours, 0 (default) for as many as there are cores; no result depends
    /// on it.</summary>
    public int MaxThreads { get; init; }

    /// <summary>Throws for the first value out of bounds, naming it.</summary>
    public void Validate()
    {
        Require(Resolution is > 0 and <= 1000, nameof(Resolution), Resolution, "above 0, to 1000");
        Require(NeighbourCount is >= 2 and <= NeighbourLists.MaxNeighbourCount, nameof(NeighbourCount), NeighbourCount,
            $"2 to {NeighbourLists.MaxNeighbourCount}");
        Require(Enum.IsDefined(Metric), nameof(Metric), Metric, "a distance");
        Require(Randomness is > 0 and <= 1, nameof(Randomness), Randomness, "above 0, to 1");
        Require(MaxThreads >= 0, nameof(MaxThreads), MaxThreads, "0 or more");
    }

    private static void Require(bool holds, string name, object value, string bound)
    {
        if (!holds)
            throw new ArgumentException($"{name} is {value}, expected {bound}.");
    }
}
