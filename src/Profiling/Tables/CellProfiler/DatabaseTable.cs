namespace HcsGrid.Profiling.Tables.CellProfiler;

/// <summary>
/// A table of a CellProfiler database, as the database describes it.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="Compartment"><c>Cells</c>, <c>Cytoplasm</c>, <c>Nuclei</c>, <c>Object</c> for all in one, or
/// <c>Image</c>.</param>
/// <param name="Columns">Its columns in order, with their declared types.</param>
internal sealed record DatabaseTable(
    string Name, string Compartment, IReadOnlyList<(string Name, string Type)> Columns)
{
    public bool Has(string column) => Columns.Any(c => c.Name == column);

    /// <summary>Whether a column is declared as something else than numbers.</summary>
    public static bool IsText(string declaredType) =>
        declaredType.Contains("CHAR", StringComparison.OrdinalIgnoreCase)
        || declaredType.Contains("TEXT", StringComparison.OrdinalIgnoreCase)
        || declaredType.Contains("CLOB", StringComparison.OrdinalIgnoreCase)
        || declaredType.Contains("BLOB", StringComparison.OrdinalIgnoreCase)
        || declaredType.Contains("DATE", StringComparison.OrdinalIgnoreCase);

    /// <summary>The column that numbers the objects of an image, or null.</summary>
    public string? ObjectNumberColumn => new[]
    {
        "ObjectNumber", $"{Compartment}_ObjectNumber", $"{Compartment}_Number_Object_Number",
        "Cells_Number_Object_Number", "Nuclei_Number_Object_Number",
    }.FirstOrDefault(Has);
}
