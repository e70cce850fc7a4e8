using System.Globalization;

namespace HcsGrid.Profiling.Evaluation;

/// <summary>
/// The average precisions that say whether a treatment does anything, and whether treatments of one class do the same.
/// </summary>
/// <remarks>
/// Named settings of <see cref="AveragePrecision"/>, as in copairs (Kalinin et al. 2025): <em>activity</em> ranks a
/// treatment's replicates against negative controls, <em>consistency</em> ranks profiles of the same target or
/// mechanism against all others.
/// </remarks>
public static class Activity
{
    /// <summary>The column that <see cref="WithReferenceIndex"/> adds: the row's own number for a control, -1 for
    /// others, so that a control agrees with no other row.</summary>
    public const string ReferenceColumn = "Metadata_Reference_Index";

    /// <summary>Adds the column that tells controls apart (copairs' <c>assign_reference_index</c>).</summary>
    public static ProfileTable WithReferenceIndex(ProfileTable table, IReadOnlyList<int> controlRows)
    {
        table.RequireRows(controlRows);
        var references = new string[table.RowCount];
        Array.Fill(references, "-1");
        foreach (var row in controlRows)
            references[row] = row.ToString(CultureInfo.InvariantCulture);
        return table.WithMetadata(ReferenceColumn, references);
    }

    /// <summary>Replicates (same values of the columns) against the controls; with a plate column against those of the
    /// own plate only. The table needs <see cref="ReferenceColumn"/>.</summary>
    public static PairRules RulesOfActivity(IReadOnlyList<string> replicateColumns, string? plateColumn = null) => new()
    {
        PosSameBy = [.. replicateColumns, ReferenceColumn],
        NegSameBy = plateColumn is null ? [] : [plateColumn],
        NegDiffBy = [ReferenceColumn],
    };

    /// <summary>Profiles of the same class but different compounds against those of other classes.</summary>
    /// <param name="classColumn">The target or mechanism.</param>
    /// <param name="compoundColumn">The compound, whose own profiles are no positives; null where a profile is a
    /// compound.</param>
    /// <param name="isMultilabel">Whether a value such as <c>a|b</c> is two classes.</param>
    public static PairRules RulesOfConsistency(string classColumn, string? compoundColumn, bool isMultilabel) => new()
    {
        PosSameBy = [classColumn],
        PosDiffBy = compoundColumn is null ? [] : [compoundColumn],
        NegDiffBy = [classColumn],
        MultilabelColumn = isMultilabel ? classColumn : null,
    };
}
