using System.Globalization;
using System.Text.RegularExpressions;
using HcsGrid.Plates;
using HcsGrid.Profiling;

namespace HcsGrid.Client.Commands.Evaluate;

/// <summary>
/// A column, or a part of each of its values: <c>COL~REGEX</c>, whose first group is the part.
/// </summary>
internal static class ColumnPattern
{
    private const char Separator = '~';

    /// <summary>The column's name.</summary>
    public static string ColumnOf(string text) => text.Split(Separator)[0];

    /// <summary>A number as metadata write it.</summary>
    public static string TextOf(double value) =>
        double.IsNaN(value) ? "" : value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Adds the parts as a column, whose name is the text itself; a plain column needs nothing.</summary>
    /// <exception cref="ScreenDataException">The pattern cannot be read, or a value does not match it.</exception>
    public static ProfileTable Apply(ProfileTable table, string text, string option, string path)
    {
        var column = ColumnOf(text);
        EvaluateTable.RequireColumn(table, column, option, path);
        if (column.Length == text.Length)
            return table;
        Regex pattern;
        try
        {
            pattern = new Regex(
                text[(column.Length + 1)..], RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            throw new ScreenDataException(
                $"{option} has the pattern '{text[(column.Length + 1)..]}', which cannot be used: {error.Message}",
                Place.Unknown, error);
        }

        var values = table.Metadata(column);
        var parts = new string[values.Count];
        for (var row = 0; row < parts.Length; row++)
        {
            var match = pattern.Match(values[row]);
            parts[row] = match.Groups.Count > 1 ? match.Groups[1].Value : match.Value;
            if (parts[row].Length == 0 && values[row].Length > 0)
            {
                throw new ScreenDataException(
                    $"'{values[row]}' in row {row + 1} of the column '{column}' does not match the pattern of {option}",
                    new Place { Blob = path });
            }
        }

        return table.WithMetadata(text, parts);
    }
}
