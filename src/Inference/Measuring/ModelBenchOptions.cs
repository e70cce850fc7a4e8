namespace HcsGrid.Inference.Measuring;

/// <summary>
/// How a model's speed is measured.
/// </summary>
public sealed record ModelBenchOptions
{
    /// <summary>Threads that run the model side by side. Default: the processor's cores.</summary>
    public int RunnerCount { get; init; } = Environment.ProcessorCount;

    /// <summary>How long each batch size is run, at least one run a thread. Default 2 s.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(2);

    /// <exception cref="ArgumentOutOfRangeException">A value is out of bounds; the message names it.</exception>
    public void Validate()
    {
        if (RunnerCount is < 1 or > 256)
            throw new ArgumentOutOfRangeException(nameof(RunnerCount), RunnerCount, "RunnerCount must be 1 to 256.");
        if (Duration < TimeSpan.Zero || Duration > TimeSpan.FromMinutes(10))
            throw new ArgumentOutOfRangeException(nameof(Duration), Duration, "Duration must be 0 to 10 minutes.");
    }
}
