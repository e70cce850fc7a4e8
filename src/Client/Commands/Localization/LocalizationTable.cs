using HcsGrid.Plates;
using HcsGrid.Profiling;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Client.Commands.Localization;

/// <summary>
/// The groups of a table that a command on localization looks at.
/// </summary>
internal sealed record LocalizationTable
{
    /// <summary>The table's file.</summary>
    public required string Path { get; init; }

    /// <summary>The column that the groups have their names from; null where every row is one of its own.</summary>
    public required string? By { get; init; }

    /// <summary>A row a group: the mean of each code or feature.</summary>
    public required ProfileTable Groups { get; init; }

    /// <summary>The groups' names.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>Rows of the table in each group.</summary>
    public required IReadOnlyList<int> RowCounts { get; init; }

    /// <summary>What a result says of where it comes from, by the command's name.</summary>
    public required Func<string, TableProvenance> Provenance { get; init; }

    /// <summary>The groups of these names, in their order.</summary>
    /// <exception cref="ScreenDataException">There is no group of a name, or several rows have it.</exception>
    public int[] RowsOf(IReadOnlyList<string> names) => [.. names.Select(RowOf)];

    private int RowOf(string name)
    {
        int[] rows = [.. Enumerable.Range(0, Names.Count).Where(row => Names[row] == name)];
        if (rows.Length == 1)
            return rows[0];
        var known = ProfileTable.Enumerate(Names);
        throw new ScreenDataException(
            rows.Length == 0
                ? $"There is no group '{name}'; there are {known}"
                : $"{rows.Length} rows have the name '{name}': group them with --by",
            new Place { Blob = Path });
    }
}
