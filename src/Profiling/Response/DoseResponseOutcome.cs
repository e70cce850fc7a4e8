namespace HcsGrid.Profiling.Response;

/// <summary>
/// Whether a dose response was fitted, or why not.
/// </summary>
public enum DoseResponseOutcome
{
    /// <summary>There is a curve.</summary>
    Fit,

    /// <summary>Fewer different doses above 0 than <see cref="DoseResponseOptions.MinDoseCount"/>.</summary>
    TooFewDoses,

    /// <summary>Four points or fewer: four parameters leave nothing to tell the noise by.</summary>
    TooFewPoints,

    /// <summary>The curve explains no more than chance would (F-test against a flat line).</summary>
    NoResponse,

    /// <summary>The EC50 is below the lowest dose above 0.</summary>
    BelowLowestDose,

    /// <summary>The EC50 is above the highest dose.</summary>
    AboveHighestDose,

    /// <summary>The fit did not come to rest within its steps.</summary>
    NotConverged,
}
