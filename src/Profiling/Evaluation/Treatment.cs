namespace HcsGrid.Profiling.Evaluation;

/// <summary>
/// A compound at one dose, and the treatment most like it.
/// </summary>
public sealed record Treatment
{
    /// <summary>The compound.</summary>
    public required string Compound { get; init; }

    /// <summary>The dose as the table writes it; empty where treatments are compounds.</summary>
    public required string Concentration { get; init; }

    /// <summary>The mechanism of action.</summary>
    public required string Moa { get; init; }

    /// <summary>The acquisition batches of its wells, in ordinal order; empty where none were named.</summary>
    public required IReadOnlyList<string> Batches { get; init; }

    /// <summary>Wells that its profile is made of.</summary>
    public required int WellCount { get; init; }

    /// <summary>The index, among the result's treatments, of the most similar one that the convention allows; null
    /// where there is none.</summary>
    public int? NeighbourIndex { get; init; }

    /// <summary>The cosine of the two profiles; null without a neighbour.</summary>
    public double? Cosine { get; init; }

    /// <summary>Whether the neighbour has the same mechanism; without a neighbour it has not.</summary>
    public bool IsCorrect { get; init; }
}
