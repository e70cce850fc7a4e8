using HcsGrid.Profiling.Structure;

namespace HcsGrid.Profiling.Evaluation;

/// <summary>
/// How average precision is computed and tested.
/// </summary>
public sealed record AveragePrecisionOptions
{
    /// <summary>The most random placements of one null distribution.</summary>
    public const int MaxNullSize = 10_000_000;

    /// <summary>What orders a profile's partners; default cosine.</summary>
    public PairDistance Distance { get; init; } = PairDistance.Cosine;

    /// <summary>Random placements of each null distribution; default 10,000, at most
    /// <see cref="MaxNullSize"/>.</summary>
    public int NullSize { get; init; } = 10_000;

    /// <summary>Seeds the null distributions; default 0.</summary>
    public int Seed { get; init; }

    /// <summary>Below it a p-value counts as significant; default 0.05.</summary>
    public double Threshold { get; init; } = 0.05;

    /// <summary>Bytes of null distributions that are kept to be used again; default 128 MiB. What does not fit is made
    /// again, equal, each time that it is needed.</summary>
    public long MaxNullBytes { get; init; } = 128L << 20;

    /// <summary>Threads; default 0, one a core. No result depends on it.</summary>
    public int MaxThreads { get; init; }

    /// <summary>How rows are laid out for the distance.</summary>
    internal DistanceMetric Metric => Distance switch
    {
        PairDistance.Correlation or PairDistance.AbsCorrelation => DistanceMetric.Correlation,
        PairDistance.Euclidean => DistanceMetric.Euclidean,
        _ => DistanceMetric.Cosine,
    };

    internal ParallelOptions Parallelism => new() { MaxDegreeOfParallelism = MaxThreads == 0 ? -1 : MaxThreads };

    /// <exception cref="ArgumentException">A value is out of its bounds.</exception>
    public void Validate()
    {
        if (!Enum.IsDefined(Distance))
            throw new ArgumentException($"{nameof(Distance)} is {Distance}; there is no such distance.");
        if (NullSize is < 1 or > MaxNullSize)
            throw new ArgumentException($"{nameof(NullSize)} is {NullSize}; it must be 1 to {MaxNullSize}.");
        if (!(Threshold is > 0 and <= 1))
            throw new ArgumentException($"{nameof(Threshold)} is {Threshold}; it must be above 0 and at most 1.");
        if (MaxNullBytes < 0)
            throw new ArgumentException($"{nameof(MaxNullBytes)} is {MaxNullBytes}; it must not be negative.");
        if (MaxThreads < 0)
            throw new ArgumentException($"{nameof(MaxThreads)} is {MaxThreads}; it must not be negative.");
    }
}
