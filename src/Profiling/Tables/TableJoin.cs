using System.Globalization;
using HcsGrid.Plates;

namespace HcsGrid.Profiling.Tables;

/// <summary>
/// Joins a table of profiles with a list of metadata: a plate map, a compound list, MoAs.
/// </summary>
/// <remarks>
/// <para>Keys agree where all their columns do: texts ordinally without white space at the ends; of columns that are
/// named for wells (<c>Metadata_Well</c>, <c>well_position</c>, …) any spelling of a well agrees (<c>a1</c> with
/// <c>A01</c>); else texts that spell numbers agree where the numbers do (<c>0.10</c> with <c>1e-1</c>), but codes with
/// leading zeros only with themselves. A key with a missing part agrees with none, as in SQL.</para>
/// <para>A row of the table has one row in the result, or none in an inner join: never several. Rows of the list with
/// the same key and different values are an error that names them, unless the options say to take the first. A column
/// that the table has already is an error too. A join in which nothing matches is an error: it tells keys of both
/// sides.</para>
/// <para>An empty table or list: nothing matches, so an error, but an empty table joined is an empty table.</para>
/// </remarks>
public static class TableJoin
{
    private const int ExampleCount = 5;
    private const char KeySeparator = '\u001f';

    /// <summary>Joins.</summary>
    /// <param name="left">The profiles.</param>
    /// <param name="right">The list; its features, if it has any, are taken as text.</param>
    /// <param name="options">How.</param>
    /// <param name="rightPlace">The list's file, for errors.</param>
    /// <exception cref="ScreenDataException">A column is missing or there twice, keys of the list repeat with different
    /// values, or nothing matches.</exception>
    public static TableJoinResult Join(
        ProfileTable left, ProfileTable right, TableJoinOptions options, Place rightPlace)
    {
        options.Validate();
        var wells = options.On.Select(
            pair => WellSpelling.IsWellColumn(pair.Left) || WellSpelling.IsWellColumn(pair.Right)).ToArray();
        var leftKeys = KeysOf(left, [.. options.On.Select(pair => pair.Left)], wells, "table", Place.Unknown);
        var rightNames = options.On.Select(pair => pair.Right).ToArray();
        var rightKeys = KeysOf(right, rightNames, wells, "list", rightPlace);
        var taken = TakenColumns(left, right, options, rightPlace);
        var rowOf = IndexList(rightKeys, taken, options, rightPlace);
        var partners = Array.ConvertAll(leftKeys, key => key is null ? -1 : rowOf.GetValueOrDefault(key, -1));
        var matched = partners.Count(row => row >= 0);
        if (matched == 0 && left.RowCount > 0)
        {
            throw new ScreenDataException(
                $"No row of the table matches the list: the table has {Examples(leftKeys)}, "
                + $"the list {Examples(rightKeys)}",
                rightPlace);
        }

        var table = left;
        foreach (var (name, column) in taken)
            table = table.WithMetadata(name, Array.ConvertAll(partners, row => row < 0 ? "" : column[row]));
        if (!options.KeepsUnmatchedRows)
            table = table.SelectRows(row => partners[row] >= 0);
        var known = new HashSet<string>(leftKeys.OfType<string>(), StringComparer.Ordinal);
        var unmatched = leftKeys.Where((_, row) => partners[row] < 0).ToArray();
        var unused = rightKeys.Where(key => key is null || !known.Contains(key)).ToArray();
        return new TableJoinResult(
            table, [.. taken.Select(column => column.Name)], matched, unmatched.Length, First(unmatched),
            unused.Length, First(unused));
    }

    private static string?[] KeysOf(
        ProfileTable table, string[] names, bool[] areWells, string what, Place place)
    {
        var columns = names.Select(name => ColumnOf(table, name, what, place)).ToArray();
        var keys = new string?[table.RowCount];
        for (var row = 0; row < keys.Length; row++)
        {
            var parts = new string[columns.Length];
            for (var c = 0; c < parts.Length; c++)
                parts[c] = areWells[c] ? WellSpelling.Normalize(columns[c][row].Trim()) : Plain(columns[c][row]);
            keys[row] = parts.Contains("") ? null : string.Join(KeySeparator, parts);
        }

        return keys;
    }

    /// <summary>One spelling a number, and one for both zeros; a code with leading zeros, or with more digits than a
    /// double holds, is no number.</summary>
    private static string Plain(string text)
    {
        text = text.Trim();
        var digits = text.AsSpan().TrimStart('-');
        var isCode = digits.Length > 1 && digits[0] == '0' && char.IsAsciiDigit(digits[1]);
        if (isCode || text.Length is 0 or > 15 || !(char.IsAsciiDigit(text[0]) || text[0] is '-' or '.'))
            return text;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number)
            ? (number == 0 ? 0 : number).ToString("R", CultureInfo.InvariantCulture)
            : text;
    }

    private static IReadOnlyList<string> ColumnOf(ProfileTable table, string name, string what, Place place)
    {
        if (table.HasMetadata(name))
            return table.Metadata(name);
        var isFeature = table.FeatureIndexOf(name) >= 0;
        throw new ScreenDataException(
            isFeature
                ? $"'{name}' is a feature of the {what}, not metadata: rows are not joined by it"
                : $"The {what} has no column '{name}'; it has {ProfileTable.Enumerate(table.MetadataNames)}",
            place);
    }

    private static List<(string Name, IReadOnlyList<string> Column)> TakenColumns(
        ProfileTable left, ProfileTable right, TableJoinOptions options, Place place)
    {
        var keys = options.On.Select(pair => pair.Right).ToHashSet(StringComparer.Ordinal);
        var names = options.Columns ?? [.. right.MetadataNames.Where(name => !keys.Contains(name))];
        var taken = new List<(string Name, IReadOnlyList<string> Column)>();
        var used = left.MetadataNames.Concat(left.FeatureNames).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var name in names)
        {
            var column = ColumnOf(right, name, "list", place);
            var newName = NameOf(name, options.Prefix);
            if (!used.Add(newName))
            {
                throw new ScreenDataException(
                    $"The table has a column '{newName}' already: choose the list's columns, or another prefix", place);
            }

            taken.Add((newName, column));
        }

        return taken;
    }

    /// <summary>A column's name in the table: what is named as metadata already keeps it where metadata are
    /// wanted.</summary>
    private static string NameOf(string name, string prefix)
    {
        var isFitting = prefix == CsvTable.MetadataPrefix
            ? FeatureChoice.IsNamedMetadata(name)
            : name.StartsWith(prefix, StringComparison.Ordinal);
        return isFitting ? name : prefix + name;
    }

    private static Dictionary<string, int> IndexList(
        string?[] keys, List<(string Name, IReadOnlyList<string> Column)> taken, TableJoinOptions options, Place place)
    {
        var rowOf = new Dictionary<string, int>(keys.Length, StringComparer.Ordinal);
        for (var row = 0; row < keys.Length; row++)
        {
            if (keys[row] is not { } key || rowOf.TryAdd(key, row) || options.TakesFirstOfMany)
                continue;
            var first = rowOf[key];
            foreach (var (name, column) in taken)
            {
                if (column[first] != column[row])
                {
                    throw new ScreenDataException(
                        $"Rows {first + 1} and {row + 1} of the list have the same key {Shown(key)} and differ in "
                        + $"{name}: '{column[first]}' and '{column[row]}'",
                        place);
                }
            }
        }

        return rowOf;
    }

    private static string Shown(string? key) =>
        key is null ? "(missing)" : string.Join(" / ", key.Split(KeySeparator));

    private static string[] First(IEnumerable<string?> keys) =>
        [.. keys.Select(Shown).Distinct(StringComparer.Ordinal).Take(ExampleCount)];

    private static string Examples(string?[] keys) =>
        keys.Length == 0 ? "no rows" : $"{string.Join(", ", First(keys))}{(keys.Length > ExampleCount ? ", …" : "")}";
}
