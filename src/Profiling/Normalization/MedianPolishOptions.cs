namespace HcsGrid.Profiling.Normalization;

/// <summary>
/// When a median polish stops.
/// </summary>
public sealed record MedianPolishOptions
{
    /// <summary>R's <c>medpolish</c> with its own defaults: 10 rounds, eps 0.01.</summary>
    public static MedianPolishOptions OfR { get; } = new() { RelativeSumChange = 0.01 };

    /// <summary>The most rounds, each rows and then columns; default 10.</summary>
    public int MaxRoundCount { get; init; } = 10;

    /// <summary>It stops after a round that moved no value by more than this; default 1e-9, in the values'
    /// unit.</summary>
    public double LargestMove { get; init; } = 1e-9;

    /// <summary>
    /// If given, R's rule instead: it stops when the sum of |residual| is 0 or changed by less than this share of
    /// itself; default none. R's own default is 0.01.
    /// </summary>
    public double? RelativeSumChange { get; init; }

    /// <exception cref="ArgumentException">A value is out of its bounds.</exception>
    public void Validate()
    {
        if (MaxRoundCount < 1)
            throw new ArgumentException($"{nameof(MaxRoundCount)} is {MaxRoundCount}; it must be at least 1.");
        if (!(LargestMove >= 0 && double.IsFinite(LargestMove)))
            throw new ArgumentException($"{nameof(LargestMove)} is {LargestMove}; it must be finite and at least 0.");
        if (RelativeSumChange is { } change && !(change >= 0 && double.IsFinite(change)))
        {
            throw new ArgumentException(
                $"{nameof(RelativeSumChange)} is {change}; it must be finite and at least 0, or not given.");
        }
    }
}
