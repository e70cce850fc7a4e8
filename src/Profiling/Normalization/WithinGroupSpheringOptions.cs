namespace HcsGrid.Profiling.Normalization;

/// <summary>
/// How the scatter within groups is made a covariance that can be inverted.
/// </summary>
public sealed record WithinGroupSpheringOptions
{
    /// <summary>The share of the mean variance times the identity in the covariance; 1e-6 to 1, default 0.05.
    /// Needed wherever degrees of freedom are fewer than features.</summary>
    public double Shrinkage { get; init; } = 0.05;

    /// <exception cref="ArgumentException">A value is out of its bounds.</exception>
    public void Validate()
    {
        if (!(Shrinkage is >= 1e-6 and <= 1))
            throw new ArgumentException($"{nameof(Shrinkage)} is {Shrinkage}; it must be 0.000001 to 1.");
    }
}
