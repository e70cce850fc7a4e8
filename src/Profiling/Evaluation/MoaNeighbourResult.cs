namespace HcsGrid.Profiling.Evaluation;

/// <summary>
/// How many treatments found their mechanism in their nearest neighbour, and what each found.
/// </summary>
public sealed record MoaNeighbourResult
{
    /// <summary>Which neighbours were allowed.</summary>
    public required MoaConvention Convention { get; init; }

    /// <summary>Treatments that were asked, in the order of compound and dose.</summary>
    public required IReadOnlyList<Treatment> Treatments { get; init; }

    /// <summary>Mechanisms left out because all their treatments are of one batch; ordinal order.</summary>
    public required IReadOnlyList<string> LeftOutMoas { get; init; }

    /// <summary>Wells without a compound or a mechanism.</summary>
    public required int UnlabelledWellCount { get; init; }

    /// <summary>Features used: those finite in every treatment that has any finite value.</summary>
    public required int FeatureCount { get; init; }

    /// <summary>Treatments whose neighbour has their mechanism.</summary>
    public int Correct => Treatments.Count(treatment => treatment.IsCorrect);

    /// <summary>Treatments asked.</summary>
    public int Total => Treatments.Count;

    /// <summary>Treatments to which no other was allowed as a neighbour, or which lack values: they count as
    /// wrong.</summary>
    public int WithoutNeighbourCount => Treatments.Count(treatment => treatment.NeighbourIndex is null);

    /// <summary>The share of correct ones among those asked; null where none has a neighbour.</summary>
    public double? Accuracy => Total > WithoutNeighbourCount ? (double)Correct / Total : null;

    /// <summary>How often each mechanism was taken for which, by (mechanism, neighbour's mechanism) in ordinal order;
    /// without a neighbour the second is empty.</summary>
    public IReadOnlyList<(string Moa, string Found, int Count)> Confusion =>
    [
        .. Treatments
            .GroupBy(t => (t.Moa, Found: t.NeighbourIndex is { } other ? Treatments[other].Moa : ""))
            .OrderBy(group => group.Key.Moa, StringComparer.Ordinal)
            .ThenBy(group => group.Key.Found, StringComparer.Ordinal)
            .Select(group => (group.Key.Moa, group.Key.Found, group.Count())),
    ];
}
