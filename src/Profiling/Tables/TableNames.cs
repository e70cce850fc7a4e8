namespace HcsGrid.Profiling.Tables;

/// <summary>
/// The rules for column names in stored tables.
/// </summary>
internal static class TableNames
{
    /// <summary>Refuses a table whose names would not come back from a file as they are.</summary>
    public static void RequireStorable(ProfileTable table)
    {
        if (table.MetadataNames.Count + table.FeatureCount == 0)
            throw new ArgumentException("The table has no columns: there is nothing to write.", nameof(table));
        foreach (var name in table.MetadataNames.Concat(table.FeatureNames))
        {
            if (name != name.Trim() || name.Any(char.IsControl))
            {
                throw new ArgumentException(
                    $"The column name '{name}' has spaces at an end, or a control character; "
                    + "stored tables allow neither.",
                    nameof(table));
            }
        }

        var misnamed = table.FeatureNames.FirstOrDefault(
            name => name.StartsWith(CsvTable.MetadataPrefix, StringComparison.OrdinalIgnoreCase));
        if (misnamed is not null)
        {
            throw new ArgumentException(
                $"The feature '{misnamed}' is named like a metadata column; rename it, or make it metadata.",
                nameof(table));
        }
    }
}
