using System.Globalization;
using HcsGrid.Plates;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Runs.Jobs;

/// <summary>
/// One file of a plate map, well by well.
/// </summary>
/// <param name="Rows">The lines that name wells.</param>
/// <param name="ImageRows">The lines that name images in place of wells, by what stands there.</param>
internal sealed record PlateMapFile(
    IReadOnlyDictionary<WellAddress, PlateMapRow> Rows, IReadOnlyDictionary<string, PlateMapRow> ImageRows)
{
    internal static readonly string[] IdentifierNames = ["broad_sample", "Metadata_broad_sample"];
    internal static readonly string[] CompoundNames = ["pert_iname", "Metadata_pert_iname", "compound"];
    internal static readonly string[] MoaNames = ["moa", "Metadata_moa"];
    private static readonly string[] WellNames = ["well_position", "Metadata_Well", "well"];
    private static readonly string[] ImageNames = ["image", "Metadata_Image"];
    private static readonly string[] RoleNames = ["pert_type", "Metadata_pert_type"];
    private static readonly string[] ControlNames = ["control_type", "Metadata_control_type"];
    private static readonly string[] DoseNames = ["mmoles_per_liter", "Metadata_mmoles_per_liter", "concentration",
        "dose"];

    /// <summary>Reads a file; lines that cannot be used become problems.</summary>
    /// <exception cref="ScreenDataException">A column is missing.</exception>
    public static PlateMapFile Read(
        DelimitedText text, string file, PlateMapSource source, PlateMapMetadata? metadata, List<RunProblem> problems)
    {
        var columns = source.Columns;
        var byRow = columns.Row is not null;
        var image = byRow || FindColumn(text, file, columns.Well, WellNames) >= 0
            ? -1
            : FindColumn(text, file, null, ImageNames);
        var well = byRow || image >= 0 ? -1 : ColumnOf(text, file, columns.Well, WellNames);
        var row = byRow ? ColumnOf(text, file, columns.Row) : -1;
        var column = byRow ? ColumnOf(text, file, columns.Column ?? "column") : -1;
        var identifier = FindColumn(text, file, columns.Identifier, IdentifierNames);
        var compound = FindColumn(text, file, columns.Compound, CompoundNames);
        var dose = FindColumn(text, file, columns.Dose, DoseNames);
        var role = FindColumn(text, file, columns.Role, RoleNames);
        var control = columns.Role is null ? FindColumn(text, file, null, ControlNames) : -1;
        var moa = FindColumn(text, file, columns.Moa, MoaNames);
        var (rows, imageRows) = (new Dictionary<WellAddress, PlateMapRow>(), new Dictionary<string, PlateMapRow>());
        foreach (var line in text.Rows)
        {
            if (image >= 0)
            {
                Add(imageRows, line[image].Trim(), $"image {line[image].Trim()}", line);
                continue;
            }

            var name = byRow ? WellName(line[row], line[column]) : line[well];
            if (WellAddress.TryParse(name, out var address))
                Add(rows, address, $"well {address}", line);
            else
                Tell(line, $"'{name}' is not a well (expected a row A to AF and a column 1 to 48)");
        }

        return new PlateMapFile(rows, imageRows);

        void Add<TKey>(Dictionary<TKey, PlateMapRow> known, TKey key, string of, DelimitedRow line)
            where TKey : notnull
        {
            var more = metadata?.Of(Text(line, identifier)) ?? default;
            var entry = new PlateMapRow(
                RoleOf(line, of, role, control, source, Tell), Text(line, compound) ?? more.Compound,
                Text(line, identifier), DoseOf(line, of, dose, Tell), Text(line, moa) ?? more.Moa);

            // An image list serves as a plate map too: the same well again with the same values says nothing new.
            if (!known.TryAdd(key, entry) && known[key] != entry)
                Tell(line, $"The {of} stands twice in the plate map with different values; the first line counts");
        }

        void Tell(DelimitedRow line, string reason) =>
            problems.Add(new RunProblem(reason, new Place { Blob = file, LineNumber = line.LineNumber }));
    }

    private static ControlRole? RoleOf(
        DelimitedRow line, string of, int role, int control, PlateMapSource source,
        Action<DelimitedRow, string> tell)
    {
        var isControl = false;
        foreach (var candidate in (int[])[role, control])
        {
            if (Text(line, candidate) is not { } found)
                continue;
            if (ControlRoles.TryParse(source.Roles.GetValueOrDefault(found, found), out var parsed))
                return parsed;
            if (candidate == role && control >= 0 && found.Equals("control", StringComparison.OrdinalIgnoreCase))
            {
                isControl = true;
                continue;
            }

            tell(line, $"The role '{found}' of {of} is unknown " +
                "(expected trt, negcon, poscon or empty, or a key of plateMap.roles)");
            return null;
        }

        if (isControl)
            tell(line, $"The {of} is a control, but its control_type does not say which");
        return null;
    }

    private static double? DoseOf(
        DelimitedRow line, string of, int dose, Action<DelimitedRow, string> tell)
    {
        if (Text(line, dose) is not { } found)
            return null;
        if (double.TryParse(found, NumberStyles.Float, CultureInfo.InvariantCulture,
            out var value) && double.IsFinite(value))
            return value;
        tell(line, $"The dose '{found}' of {of} is not a number");
        return null;
    }

    /// <summary>The index of a column: the one named, or the first of the field's names that the file has.</summary>
    /// <exception cref="ScreenDataException">There is none.</exception>
    internal static int ColumnOf(DelimitedText text, string file, string? name, params string[] names)
    {
        var column = FindColumn(text, file, name, names);
        return column >= 0
            ? column
            : throw new ScreenDataException(
                $"The file has no column {string.Join(" or ", names)}, only {string.Join(", ", text.Header)}",
                new Place { Blob = file, LineNumber = 1 });
    }

    /// <summary>As <see cref="ColumnOf"/>, but −1 where no name was given and the file has none of the
    /// field's.</summary>
    internal static int FindColumn(DelimitedText text, string file, string? name, params string[] names)
    {
        if (name is null)
            return names.Select(text.ColumnIndexOf).FirstOrDefault(i => i >= 0, -1);
        var column = text.ColumnIndexOf(name);
        return column >= 0
            ? column
            : throw new ScreenDataException(
                $"The file has no column '{name}', only {string.Join(", ", text.Header)}",
                new Place { Blob = file, LineNumber = 1 });
    }

    /// <summary>A field without surrounding spaces; null where it is empty or the column is not there.</summary>
    internal static string? Text(DelimitedRow row, int column) =>
        column < 0 || string.IsNullOrWhiteSpace(row[column]) ? null : row[column].Trim();

    private static string WellName(string row, string column) =>
        int.TryParse(row, NumberStyles.None, CultureInfo.InvariantCulture, out var number) &&
        number is > 0 and <= WellAddress.MaxRowCount
            ? WellAddress.LettersOf(number - 1) + column.Trim()
            : row.Trim() + column.Trim();
}
