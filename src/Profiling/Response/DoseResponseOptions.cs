namespace HcsGrid.Profiling.Response;

/// <summary>
/// When a dose response counts as one, and how sure its numbers are told.
/// </summary>
public sealed record DoseResponseOptions
{
    /// <summary>The fewest different doses above 0; default 4, at least 3.</summary>
    public int MinDoseCount { get; init; } = 4;

    /// <summary>The largest p of the F-test against a flat line that counts as a response; default 0.05.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>The confidence of intervals; default 0.95.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>The flattest slope that is tried; default 0.2.</summary>
    public double MinHill { get; init; } = 0.2;

    /// <summary>The steepest slope that is tried; default 10.</summary>
    public double MaxHill { get; init; } = 10;

    /// <summary>Steps of a fit from one start; default 200.</summary>
    public int MaxIterationCount { get; init; } = 200;

    /// <exception cref="ArgumentException">A value is out of its bounds.</exception>
    public void Validate()
    {
        if (MinDoseCount < 3)
            throw new ArgumentException($"{nameof(MinDoseCount)} is {MinDoseCount}; it must be at least 3.");
        if (!(Alpha is > 0 and <= 1))
            throw new ArgumentException($"{nameof(Alpha)} is {Alpha}; it must be above 0 and at most 1.");
        if (!(Confidence is > 0 and < 1))
            throw new ArgumentException($"{nameof(Confidence)} is {Confidence}; it must be between 0 and 1.");
        if (!(MinHill is > 0 and < 1))
            throw new ArgumentException($"{nameof(MinHill)} is {MinHill}; it must be between 0 and 1.");
        if (!(MaxHill is > 1 and <= 100))
            throw new ArgumentException($"{nameof(MaxHill)} is {MaxHill}; it must be above 1 and at most 100.");
        if (MaxIterationCount < 1)
            throw new ArgumentException($"{nameof(MaxIterationCount)} is {MaxIterationCount}; it must be at least 1.");
    }
}
