namespace HcsGrid.Runs.Coordination;

/// <summary>
/// The bounds of a <see cref="LocalRunService"/>. No result depends on them.
/// </summary>
public sealed record LocalRunServiceOptions
{
    /// <summary>The most jobs that run at the same time. Default 1: each uses every core.</summary>
    public int MaxRunningJobCount { get; init; } = 1;

    /// <summary>The most jobs that may wait, run or be paused; a further one is not taken. Default 1,000.</summary>
    public int MaxUnfinishedJobCount { get; init; } = 1000;

    /// <summary>The bounds of each job's run.</summary>
    public LocalGridOptions Grid { get; init; } = new();

    /// <exception cref="ArgumentOutOfRangeException">A value is out of bounds; the message names it.</exception>
    public void Validate()
    {
        if (MaxRunningJobCount is < 1 or > 64)
        {
            throw new ArgumentOutOfRangeException(
                nameof(MaxRunningJobCount), MaxRunningJobCount, "MaxRunningJobCount must be 1 to 64.");
        }

        if (MaxUnfinishedJobCount is < 1 or > 100_000)
        {
            throw new ArgumentOutOfRangeException(
                nameof(MaxUnfinishedJobCount), MaxUnfinishedJobCount, "MaxUnfinishedJobCount must be 1 to 100000.");
        }

        Grid.Validate();
    }
}
