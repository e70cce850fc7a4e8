using HcsGrid.Plates;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Runs.Jobs;

/// <summary>
/// A table that tells more of each identifier, such as <c>external_metadata.tsv</c>.
/// </summary>
internal sealed class PlateMapMetadata
{
    private readonly Dictionary<string, (string? Compound, string? Moa)> _rows = new(StringComparer.Ordinal);

    /// <exception cref="ScreenDataException">A column is missing, or an identifier stands twice with different
    /// rows.</exception>
    public PlateMapMetadata(DelimitedText text, string file, PlateMapColumns columns)
    {
        var identifier = PlateMapFile.ColumnOf(text, file, columns.Identifier, PlateMapFile.IdentifierNames);
        var compound = PlateMapFile.FindColumn(text, file, columns.Compound, PlateMapFile.CompoundNames);
        var moa = PlateMapFile.FindColumn(text, file, columns.Moa, PlateMapFile.MoaNames);
        foreach (var row in text.Rows)
        {
            if (PlateMapFile.Text(row, identifier) is not { } name)
                continue;
            var values = (PlateMapFile.Text(row, compound), PlateMapFile.Text(row, moa));
            if (!_rows.TryAdd(name, values) && _rows[name] != values)
            {
                throw new ScreenDataException(
                    $"The identifier {name} stands twice with different values",
                    new Place { Blob = file, LineNumber = row.LineNumber });
            }
        }
    }

    public (string? Compound, string? Moa) Of(string? identifier) =>
        identifier is null ? default : _rows.GetValueOrDefault(identifier);
}
