namespace HcsGrid.Inference;

/// <summary>
/// The bounds of a <see cref="TileBatcher"/>.
/// </summary>
public sealed record TileBatcherOptions
{
    /// <summary>Threads that run the model side by side. Default: the processor's cores.</summary>
    public int RunnerCount { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// Tiles that may wait for the model. A site is let in while fewer wait, so the most that ever wait is this number
    /// and one site. Default 4096.
    /// </summary>
    public int MaxWaitingTiles { get; init; } = 4096;

    /// <summary>
    /// How long a tile may wait for its batch to fill before the batch leaves as it is, padded. Default 20 ms.
    /// </summary>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <exception cref="ArgumentOutOfRangeException">A value is out of bounds; the message names it.</exception>
    public void Validate()
    {
        if (RunnerCount is < 1 or > 256)
            throw new ArgumentOutOfRangeException(nameof(RunnerCount), RunnerCount, "RunnerCount must be 1 to 256.");
        if (MaxWaitingTiles is < 1 or > 1_000_000)
        {
            throw new ArgumentOutOfRangeException(
                nameof(MaxWaitingTiles), MaxWaitingTiles, "MaxWaitingTiles must be 1 to 1,000,000.");
        }

        if (MaxWait < TimeSpan.Zero || MaxWait > TimeSpan.FromMinutes(1))
            throw new ArgumentOutOfRangeException(nameof(MaxWait), MaxWait, "MaxWait must be 0 to 1 minute.");
    }
}
