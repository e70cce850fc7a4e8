namespace HcsGrid.Profiling.Response;

/// <summary>
/// How far a treatment is from the negative controls, and how likely that is by chance.
/// </summary>
public sealed record TreatmentHit
{
    /// <summary>The treatment's values of the columns grouped by, in their order.</summary>
    public required IReadOnlyList<string> Key { get; init; }

    /// <summary>The treatment's rows of the table, all of them.</summary>
    public required IReadOnlyList<int> Rows { get; init; }

    /// <summary>Rows on plates with enough controls: those that count.</summary>
    public required int ReplicateCount { get; init; }

    /// <summary>Why the treatment cannot be called; empty where it can.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Whether the treatment can be called.</summary>
    public bool IsCallable => Reason.Length == 0;

    /// <summary>
    /// The Mahalanobis distance of the replicates' mean from the controls' centre over the square root of the number of
    /// features: a root mean square of sphered z-scores. NaN where not callable.
    /// </summary>
    public double Effect { get; init; } = double.NaN;

    /// <summary>The share of pseudo-treatments at least as far; NaN where not callable.</summary>
    public double PValue { get; init; } = double.NaN;

    /// <summary>The smallest p-value that the plates' controls allow; NaN where not callable.</summary>
    public double SmallestPValue { get; init; } = double.NaN;

    /// <summary>The p-value corrected for all callable treatments (Benjamini and Hochberg); NaN where not
    /// callable.</summary>
    public double QValue { get; init; } = double.NaN;
}
