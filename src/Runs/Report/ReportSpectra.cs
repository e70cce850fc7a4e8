using System.Text.Json.Serialization;

namespace HcsGrid.Runs.Report;

/// <summary>
/// The feature spectra of treatments: how often each code of the model's code map occurs, codes in clustered order.
/// </summary>
public sealed record ReportSpectra
{
    /// <summary>The codes' names, without what all have in common, in clustered order.</summary>
    public required IReadOnlyList<string> Codes { get; init; }

    /// <summary>The cluster of each code: from 1 along the order; last, 0 for codes that do not vary.</summary>
    public required IReadOnlyList<int> Clusters { get; init; }

    /// <summary>What the order is made of, in words, without a full stop: <c>34 treatments and controls</c>.</summary>
    public required string OrderedBy { get; init; }

    /// <summary>Index among the report's treatments, one a row; by MoA, compound and dose.</summary>
    public required IReadOnlyList<int> Treatments { get; init; }

    /// <summary>The largest of <see cref="Shares"/>.</summary>
    public double Highest => PackedSharesConverter.HighestOf(Shares);

    /// <summary>The mean share of each code over the treatment's wells, 0 or more (at most 1, where the model's
    /// histogram sums to 1), NaN where there is none: shape (rows, codes).</summary>
    /// <remarks>The page holds it to 1/60,000 of <see cref="Highest"/>.</remarks>
    [JsonConverter(typeof(PackedSharesConverter))]
    public required IReadOnlyList<IReadOnlyList<double>> Shares { get; init; }

    /// <summary>The same of the wells that are negative controls, one a code; null where there are none.</summary>
    public IReadOnlyList<double>? Controls { get; init; }

    /// <summary>The rows in the order of a tree of their correlations: every row once.</summary>
    public required IReadOnlyList<int> Likeness { get; init; }

    /// <summary>The treatments most like each row, the most similar first; empty where nothing can be compared, or
    /// there are too many treatments.</summary>
    public required IReadOnlyList<IReadOnlyList<ReportSimilar>> Similar { get; init; }

    /// <summary>Treatments that have no row, because a page bears no more.</summary>
    public int OmittedCount { get; init; }
}
