namespace HcsGrid.Benchmarks;

/// <summary>
/// What a silo of a benchmark has done so far and holds now; a line of its output.
/// </summary>
internal sealed record SiloSample
{
    /// <summary>Seconds of the machine's steady clock, the same for all processes.</summary>
    public required double Seconds { get; init; }

    /// <summary>Processor time, in milliseconds.</summary>
    public required double ProcessorMilliseconds { get; init; }

    public required long ResidentBytes { get; init; }

    /// <summary>What is alive on the managed heap, measured half a minute ago at most.</summary>
    public required long LiveBytes { get; init; }

    public required long AllocatedBytes { get; init; }

    /// <summary>Grains that are active here.</summary>
    public required long ActivationCount { get; init; }

    /// <summary>Grains whose place this silo remembers.</summary>
    public required long KnownPlaceCount { get; init; }

    /// <summary>Wells that ended here.</summary>
    public required long WellCount { get; init; }

    /// <summary>Messages that went to another process.</summary>
    public required long SentCount { get; init; }

    public required long SentBytes { get; init; }

    /// <summary>Tiles that the model here embedded, in so many batches.</summary>
    public required long TileCount { get; init; }

    public required long BatchCount { get; init; }
}
