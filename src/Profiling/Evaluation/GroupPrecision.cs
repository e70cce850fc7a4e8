namespace HcsGrid.Profiling.Evaluation;

/// <summary>
/// How well the profiles of a group rank their positive partners, on average.
/// </summary>
/// <remarks>Only profiles with a positive pair are members.</remarks>
public sealed record GroupPrecision
{
    /// <summary>The group's values of the columns grouped by.</summary>
    public required IReadOnlyList<string> Key { get; init; }

    /// <summary>Members.</summary>
    public required int ProfileCount { get; init; }

    /// <summary>The members' mean average precision.</summary>
    public required double MeanAveragePrecision { get; init; }

    /// <summary>The share of random placements that do better.</summary>
    public required double PValue { get; init; }

    /// <summary>The p-value corrected for the number of groups (Benjamini–Hochberg).</summary>
    public required double CorrectedPValue { get; init; }

    /// <summary>Whether the p-value is below the threshold.</summary>
    public required bool IsBelowP { get; init; }

    /// <summary>Whether the corrected p-value is below the threshold.</summary>
    public required bool IsBelowCorrectedP { get; init; }
}
