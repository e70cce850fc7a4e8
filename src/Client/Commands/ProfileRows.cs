using HcsGrid.Plates;
using HcsGrid.Profiling;
using HcsGrid.Profiling.Structure;

namespace HcsGrid.Client.Commands;

/// <summary>
/// What the commands on the structure of profiles ask of a table and tell of its rows.
/// </summary>
internal static class ProfileRows
{
    /// <summary>Refuses a column that the table does not have.</summary>
    public static void RequireColumn(ProfileTable table, string column, string path)
    {
        if (!table.HasMetadata(column))
        {
            throw new ScreenDataException(
                $"The table has no metadata column '{column}'; it has {string.Join(", ", table.MetadataNames)}",
                new Place { Blob = path });
        }
    }

    /// <summary>Refuses more rows than a method can do.</summary>
    public static void RequireCount(ProfileTable table, int most, string path)
    {
        if (table.RowCount > most)
        {
            throw new ScreenDataException(
                $"The table has {table.RowCount} rows, at most {most} can be done: aggregate them first (--by, or " +
                "hcsgrid tables aggregate)",
                new Place { Blob = path });
        }
    }

    /// <summary>Does what refuses options out of bounds, as a mistake of the one who asks.</summary>
    public static void RequireOptions(Action validate) => Attempt.At(Place.Unknown, validate);

    /// <summary>The table, or the mean vectors of its groups.</summary>
    public static ProfileTable ReadBy(string path, string[]? features, string? by)
    {
        var table = TableOptions.Read(path, features);
        if (by is null)
            return table;
        RequireColumn(table, by, path);
        return GroupProfiles.Means(table, by);
    }

    /// <summary>A short name of each row: its group, else plate and well, else its first two metadata, else its
    /// number.</summary>
    public static string[] NamesOf(ProfileTable table, string? by)
    {
        string[] place = ["Metadata_Plate", "Metadata_Well"];
        string[] columns = by is not null ? [by]
            : place.All(table.HasMetadata) ? place
            : [.. table.MetadataNames.Take(2)];
        return [.. Enumerable.Range(0, table.RowCount).Select(row => columns.Length == 0
            ? $"row {row + 1}"
            : string.Join(' ', columns.Select(column => table.Metadata(column)[row])))];
    }

    /// <summary>Tells on standard error of rows set aside, and the exit code that goes with it.</summary>
    public static int Report(IReadOnlyList<int> setAside, IReadOnlyList<string> names)
    {
        if (setAside.Count == 0)
            return ExitCode.Done;
        var shown = string.Join(", ", setAside.Take(5).Select(row => names[row]));
        Output.Tell(
            $"{setAside.Count} rows cannot be compared (a value is missing, or all are zero) and were left " +
            $"out: {shown}" +
            (setAside.Count > 5 ? ", …" : ""));
        return ExitCode.DoneWithProblems;
    }

    /// <summary>A number for JSON: null where there is none.</summary>
    public static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
