namespace HcsGrid.Profiling.Evaluation;

/// <summary>
/// Names the metadata columns that say what was done to a well.
/// </summary>
public sealed record TreatmentColumns
{
    /// <summary>The compound.</summary>
    public required string Compound { get; init; }

    /// <summary>The dose; default none: a treatment is a compound.</summary>
    public string? Concentration { get; init; }

    /// <summary>The mechanism of action.</summary>
    public required string Moa { get; init; }

    /// <summary>The acquisition batch; default none.</summary>
    public string? Batch { get; init; }

    /// <summary>The columns that tell treatments apart.</summary>
    public IReadOnlyList<string> Key => Concentration is null ? [Compound] : [Compound, Concentration];
}
