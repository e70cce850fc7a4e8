namespace HcsGrid.Profiling.Evaluation;

/// <summary>
/// How the retrieval of partners is measured.
/// </summary>
public sealed record RetrievalOptions
{
    /// <summary>A partner is another row with the same value of this column.</summary>
    public required string PartnerColumn { get; init; }

    /// <summary>Rows with the same value of this column as the query, such as its plate, are no candidates, partners or
    /// not; default none.</summary>
    public string? NotSameColumn { get; init; }

    /// <summary>How many of the most similar are looked at; default 1, 5 and 10.</summary>
    public IReadOnlyList<int> Top { get; init; } = [1, 5, 10];

    /// <summary>Random others beside the partner for the measure "at 1 %"; default 99.</summary>
    public int OtherCount { get; init; } = 99;

    /// <summary>Seeds the choice of partner and others; default 0.</summary>
    public int Seed { get; init; }

    /// <summary>How alike rows are; default cosine.</summary>
    public SimilarityKind Similarity { get; init; } = SimilarityKind.Cosine;

    /// <exception cref="ArgumentException">A value is out of its bounds.</exception>
    public void Validate()
    {
        if (Top.Count == 0 || Top.Any(k => k < 1))
            throw new ArgumentException($"{nameof(Top)} is {string.Join(", ", Top)}; it must hold numbers from 1 on.");
        if (OtherCount is < 1 or > 1_000_000)
            throw new ArgumentException($"{nameof(OtherCount)} is {OtherCount}; it must be 1 to 1,000,000.");
    }
}
