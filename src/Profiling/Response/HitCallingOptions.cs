namespace HcsGrid.Profiling.Response;

/// <summary>
/// How hits are told from negative controls.
/// </summary>
public sealed record HitCallingOptions
{
    /// <summary>The largest q-value of a hit; default 0.05.</summary>
    public double FalseDiscoveryRate { get; init; } = 0.05;

    /// <summary>Pseudo-treatments that a treatment is compared with, about; default 10,000, at least 20.</summary>
    public int DrawCount { get; init; } = 10_000;

    /// <summary>Where the draws start; default 0.</summary>
    public int Seed { get; init; }

    /// <summary>The most control wells that correlations are taken from; default 256, at least 8: time grows with
    /// its square.</summary>
    public int MaxReferenceCount { get; init; } = 256;

    /// <summary>Threads at most; default 0, as many as there are processors. Numbers do not depend on it.</summary>
    public int MaxThreadCount { get; init; }

    /// <exception cref="ArgumentException">A value is out of its bounds.</exception>
    public void Validate()
    {
        if (!(FalseDiscoveryRate is > 0 and < 1))
        {
            throw new ArgumentException(
                $"{nameof(FalseDiscoveryRate)} is {FalseDiscoveryRate}; it must be between 0 and 1.");
        }

        if (DrawCount is < 20 or > 1_000_000)
            throw new ArgumentException($"{nameof(DrawCount)} is {DrawCount}; it must be 20 to 1000000.");
        if (MaxReferenceCount is < 8 or > 4096)
            throw new ArgumentException($"{nameof(MaxReferenceCount)} is {MaxReferenceCount}; it must be 8 to 4096.");
        if (MaxThreadCount < 0)
            throw new ArgumentException($"{nameof(MaxThreadCount)} is {MaxThreadCount}; it must be at least 0.");
    }
}
