namespace HcsGrid.Profiling.Evaluation;

/// <summary>
/// Says by metadata columns which pairs of profiles should be alike (positive) and which should not (negative).
/// </summary>
/// <remarks>
/// <para>Two different rows are a positive pair if they have the same value in all columns of <see cref="PosSameBy"/>
/// and different values in all columns of <see cref="PosDiffBy"/>; a negative pair likewise. The names and meanings are
/// those of copairs. A pair may be both. Texts are compared as a whole and ordinally. A missing value is equal to none
/// and different from none: a row without a value that a rule asks for has no pair by that rule.</para>
/// <para>With <see cref="MultilabelColumn"/> that column holds labels joined by <c>|</c>. "Same" then means a label in
/// common, "different" none in common, and a row has one average precision for each of its labels: its positives share
/// that label. Source: copairs, <c>map.multilabel</c>.</para>
/// </remarks>
public sealed record PairRules
{
    /// <summary>What stands between the labels of one value.</summary>
    public const char LabelSeparator = '|';

    /// <summary>Columns in which a positive pair agrees; default none.</summary>
    public IReadOnlyList<string> PosSameBy { get; init; } = [];

    /// <summary>Columns in which a positive pair differs; default none.</summary>
    public IReadOnlyList<string> PosDiffBy { get; init; } = [];

    /// <summary>Columns in which a negative pair agrees; default none.</summary>
    public IReadOnlyList<string> NegSameBy { get; init; } = [];

    /// <summary>Columns in which a negative pair differs; default none.</summary>
    public IReadOnlyList<string> NegDiffBy { get; init; } = [];

    /// <summary>The column that holds several labels a row; must be among <see cref="PosSameBy"/>. Default
    /// none.</summary>
    public string? MultilabelColumn { get; init; }

    /// <exception cref="ArgumentException">A kind of pair has no rule, a column stands on both sides of one, or the
    /// multilabel column is not in <see cref="PosSameBy"/>.</exception>
    public void Validate()
    {
        RequireRule(PosSameBy, PosDiffBy, nameof(PosSameBy), nameof(PosDiffBy));
        RequireRule(NegSameBy, NegDiffBy, nameof(NegSameBy), nameof(NegDiffBy));
        if (MultilabelColumn is { } column && !PosSameBy.Contains(column, StringComparer.Ordinal))
        {
            throw new ArgumentException(
                $"{nameof(MultilabelColumn)} is '{column}', which is not in {nameof(PosSameBy)}: "
                + "positives are told by the label that they share.");
        }
    }

    private static void RequireRule(
        IReadOnlyList<string> sameBy, IReadOnlyList<string> diffBy, string sameName, string diffName)
    {
        if (sameBy.Count + diffBy.Count == 0)
            throw new ArgumentException($"{sameName} and {diffName} are empty: at least one must name a column.");
        if (sameBy.Intersect(diffBy, StringComparer.Ordinal).FirstOrDefault() is { } both)
            throw new ArgumentException($"'{both}' is in {sameName} and in {diffName}: no pair can satisfy that.");
    }
}
