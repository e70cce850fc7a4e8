namespace HcsGrid.Profiling.Evaluation;

/// <summary>
/// Tells which rows are controls, where nobody says so.
/// </summary>
/// <remarks>
/// A row is a control if its compound is <c>DMSO</c>, in any case, or if one of the columns <c>Metadata_pert_type</c>,
/// <c>Metadata_control_type</c> and <c>pert_type</c>, as far as the table has them, begins with <c>control</c>,
/// <c>negcon</c>, <c>poscon</c>, <c>ctl</c> or <c>trt_ctl</c> in any case: the words of JUMP, LINCS and pycytominer.
/// </remarks>
public static class ControlRows
{
    private static readonly string[] TypeColumns = ["Metadata_pert_type", "Metadata_control_type", "pert_type"];
    private static readonly string[] TypeWords = ["control", "negcon", "poscon", "ctl", "trt_ctl"];

    /// <summary>The controls of a table, in order.</summary>
    /// <exception cref="ArgumentException">The table has no such column.</exception>
    public static IReadOnlyList<int> Of(ProfileTable table, string compoundColumn)
    {
        var compounds = table.Metadata(compoundColumn);
        var types = TypeColumns.Where(table.HasMetadata).Select(table.Metadata).ToArray();
        return
        [
            .. Enumerable.Range(0, table.RowCount).Where(row =>
                compounds[row].Trim().Equals("DMSO", StringComparison.OrdinalIgnoreCase)
                || types.Any(type => TypeWords.Any(
                    word => type[row].StartsWith(word, StringComparison.OrdinalIgnoreCase)))),
        ];
    }
}
