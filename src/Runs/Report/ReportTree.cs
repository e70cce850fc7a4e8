namespace HcsGrid.Runs.Report;

/// <summary>
/// A hierarchical clustering of the rows of a <see cref="ReportDistances"/>.
/// </summary>
/// <remarks>
/// As scipy's linkage: merge m joins <c>Left[m]</c> and <c>Right[m]</c>, which are rows (below the number of rows n)
/// or earlier merges (n + their index), at <c>Height[m]</c>. There are n − 1 merges; the last is the root.
/// </remarks>
public sealed record ReportTree
{
    /// <summary>How it was made, in words, without a full stop: <c>average linkage, optimal leaf order</c>.</summary>
    public required string Method { get; init; }

    public required IReadOnlyList<int> Left { get; init; }

    public required IReadOnlyList<int> Right { get; init; }

    /// <summary>Distance at which the two were joined; finite.</summary>
    public required IReadOnlyList<double> Height { get; init; }

    /// <summary>The rows from the first leaf to the last: every row once.</summary>
    public required IReadOnlyList<int> Order { get; init; }
}
