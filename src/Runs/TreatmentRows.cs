using HcsGrid.Profiling;

namespace HcsGrid.Runs;

/// <summary>
/// A table of treatments in which a row is found by compound and dose.
/// </summary>
/// <remarks>No table, a treatment without a row and a column that is not there all give nothing.</remarks>
internal sealed class TreatmentRows
{
    private readonly Dictionary<(string Compound, string Dose), int> _rows = [];

    /// <param name="table">With <c>Metadata_pert_iname</c> and <c>Metadata_Dose</c>; of rows with the same of both the
    /// first counts.</param>
    public TreatmentRows(ProfileTable? table)
    {
        Table = table;
        for (var row = 0; row < (table?.RowCount ?? 0); row++)
            _rows.TryAdd(ReportTables.KeyOf(table!, row), row);
    }

    /// <summary>The table; null where the run has none.</summary>
    public ProfileTable? Table { get; }

    /// <summary>Whether there is a row at all.</summary>
    public bool Any => _rows.Count > 0;

    /// <summary>A finite value, rounded as a report shows it.</summary>
    public double? Number((string Compound, string Dose) treatment, string column)
    {
        if (Table is null || !_rows.TryGetValue(treatment, out var row))
            return null;
        var index = Table.FeatureIndexOf(column);
        return index < 0 ? null : ReportTreatments.Finite(Table[row, index]);
    }

    /// <summary>A text that is not empty.</summary>
    public string? Text((string Compound, string Dose) treatment, string column) =>
        Table is not null && _rows.TryGetValue(treatment, out var row) && Table.MetadataNames.Contains(column) &&
        Table.Metadata(column)[row] is { Length: > 0 } text ? text : null;
}
