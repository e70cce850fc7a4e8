namespace HcsGrid.Runs.Coordination;

/// <summary>
/// The bounds of a <see cref="JobRun"/>. No result depends on them.
/// </summary>
public sealed record JobRunOptions
{
    /// <summary>The most plates whose wells are in memory at a time. Default 4.</summary>
    public int MaxOpenPlateCount { get; init; } = 4;

    /// <summary>
    /// How often one step (a well, a plate's tables, …) may be lost, by the end of its process or a failing store,
    /// until it is given up: a well fails, anything else ends the job. Default 12.
    /// </summary>
    public int MaxLossCount { get; init; } = 12;

    /// <summary>How long a step waits after its first loss; each further loss doubles it. Default 250 ms.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest that a step waits after a loss. Default 30 s.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <exception cref="ArgumentOutOfRangeException">A value is out of bounds; the message names it.</exception>
    public void Validate()
    {
        if (MaxOpenPlateCount is < 1 or > 1024)
        {
            throw new ArgumentOutOfRangeException(
                nameof(MaxOpenPlateCount), MaxOpenPlateCount, "MaxOpenPlateCount must be 1 to 1024.");
        }

        if (MaxLossCount is < 1 or > 1000)
            throw new ArgumentOutOfRangeException(nameof(MaxLossCount), MaxLossCount,
                "MaxLossCount must be 1 to 1000.");
        if (FirstDelay <= TimeSpan.Zero || FirstDelay > MaxDelay || MaxDelay > TimeSpan.FromHours(1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(FirstDelay), FirstDelay,
                "FirstDelay must be above 0 and at most MaxDelay, MaxDelay at most 1 h.");
        }
    }
}
