namespace HcsGrid.Profiling.Evaluation;

/// <summary>
/// Tells which rows are controls, where nobody says so.
/// </summary>
/// <remarks>
/// A row is a control if its compound is <c>DMSO</c>, in any case, or if one of the columns <c>Metadata_pert_type</c>,
/// <c>Metadata_control_type</c>, <c>pert_type</c> and <c>control_type</c>, as far as the table has them, begins with
/// <c>control</c>, <c>negcon</c>, <c>poscon</c>, <c>ctl</c> or <c>trt_ctl</c> in any case: the words of JUMP, LINCS and
/// pycytominer. JUMP's positive controls are <c>control</c> in the one column and <c>poscon_…</c> in the other.
/// </remarks>
public static class ControlRows
{
    private static readonly string[] TypeColumns =
        ["Metadata_pert_type", "Metadata_control_type", "pert_type", "control_type"];

    private static readonly string[] TypeWords = ["control", "negcon", "poscon", "ctl", "trt_ctl"];

    /// <summary>The controls of a table, in order: negative and positive ones.</summary>
    /// <exception cref="ArgumentException">The table has no such column.</exception>
    public static IReadOnlyList<int> Of(ProfileTable table, string compoundColumn)
    {
        var compounds = table.Metadata(compoundColumn);
        var types = TypesOf(table);
        return
        [
            .. Enumerable.Range(0, table.RowCount).Where(row =>
                compounds[row].Trim().Equals("DMSO", StringComparison.OrdinalIgnoreCase)
                || types.Any(type => TypeWords.Any(
                    word => type[row].StartsWith(word, StringComparison.OrdinalIgnoreCase)))),
        ];
    }

    /// <summary>The controls that nothing is said to happen in: without those that one of the columns of types calls
    /// positive (<c>pos…</c> or <c>…poscon…</c> in any case).</summary>
    /// <exception cref="ArgumentException">The table has no such column.</exception>
    public static IReadOnlyList<int> NegativeOf(ProfileTable table, string compoundColumn)
    {
        var types = TypesOf(table);
        return [.. Of(table, compoundColumn).Where(row => !types.Any(type => IsPositive(type[row])))];
    }

    private static IReadOnlyList<string>[] TypesOf(ProfileTable table) =>
        [.. TypeColumns.Where(table.HasMetadata).Select(table.Metadata)];

    private static bool IsPositive(string type) =>
        type.StartsWith("pos", StringComparison.OrdinalIgnoreCase)
        || type.Contains("poscon", StringComparison.OrdinalIgnoreCase);
}
