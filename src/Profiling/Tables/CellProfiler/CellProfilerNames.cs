namespace HcsGrid.Profiling.Tables.CellProfiler;

/// <summary>
/// Decides which columns of a CellProfiler database go into the object table, and under which names.
/// </summary>
internal sealed class CellProfilerNames(CellProfilerDatabase database, IReadOnlyList<string> keys)
{
    private const string ImagePrefix = "Image_";

    /// <summary>The name of the column with a compartment's object numbers.</summary>
    public static string NumberName(DatabaseTable table, int tableCount) =>
        tableCount == 1 ? "Metadata_ObjectNumber" : $"Metadata_ObjectNumber_{table.Compartment.ToLowerInvariant()}";

    public static void RequireDistinct(IReadOnlyList<string> names, CellProfilerDatabase database)
    {
        var twice = names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
            throw database.Error($"Several columns of the database would be named '{twice.Key}'");
    }

    /// <summary>Each compartment's columns but its keys, numbers and parents.</summary>
    public ObjectColumn[][] ObjectColumns(FeatureChoice features)
    {
        RequireLinks();
        var own = database.Objects.Select(table => table.Columns.Where(c => !IsKey(table, c.Name)).ToArray()).ToArray();
        var shared = own.SelectMany(columns => columns.Select(c => c.Name))
            .GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1)
            .Select(group => group.Key).ToHashSet(StringComparer.Ordinal);
        var named = own.Select((columns, t) => columns.Select(column => (
            column.Name,
            NewName: shared.Contains(column.Name)
                ? $"{database.Objects[t].Compartment}_{column.Name}"
                : column.Name,
            IsNumber: !DatabaseTable.IsText(column.Type))).ToArray()).ToArray();
        var chosen = features.ChooseFrom(
            [.. named.SelectMany(columns => columns.Select(column => column.NewName))], database.Place);
        var next = 0;
        return Array.ConvertAll(named, columns => Array.ConvertAll(columns, column =>
            new ObjectColumn(column.Name, column.NewName, chosen[next++] && column.IsNumber)));
    }

    /// <summary>The image's metadata, named as the field's profiles name them: <c>Image_Metadata_Plate</c> becomes
    /// <c>Metadata_Plate</c>.</summary>
    public (string Name, string NewName)[] ImageColumns() =>
        [.. NamedImageColumns().DistinctBy(column => column.NewName, StringComparer.Ordinal)];

    /// <summary>The image's metadata that would have a name that an earlier column has, with that column.</summary>
    public (string Name, string Kept)[] ImageColumnsLeftOut() =>
    [
        .. NamedImageColumns().GroupBy(column => column.NewName, StringComparer.Ordinal)
            .SelectMany(group => group.Skip(1).Select(column => (column.Name, group.First().Name))),
    ];

    private IEnumerable<(string Name, string NewName)> NamedImageColumns()
    {
        var columns = database.Image.Columns.Select(column => column.Name)
            .Where(name => FeatureChoice.IsNamedMetadata(name) && !keys.Contains(name));
        return columns.Select(name => (
            name,
            name.StartsWith(ImagePrefix, StringComparison.OrdinalIgnoreCase) ? name[ImagePrefix.Length..] : name));
    }

    private bool IsKey(DatabaseTable table, string column) =>
        keys.Contains(column) || column is "TableNumber" or "ImageNumber" || column == table.ObjectNumberColumn
        || (table == database.Objects[0] && database.Objects.Skip(1).Any(other => column == Link(table, other)));

    private void RequireLinks()
    {
        foreach (var table in database.Objects)
        {
            if (table.ObjectNumberColumn is null)
                throw database.Error($"The table {table.Name} has no column ObjectNumber");
        }

        var first = database.Objects[0];
        foreach (var other in database.Objects.Skip(1))
        {
            if (!first.Has(Link(first, other)))
            {
                throw database.Error(
                    $"The table {first.Name} has no column {Link(first, other)}, which says which object of "
                    + $"{other.Name} belongs to which");
            }
        }
    }

    private static string Link(DatabaseTable first, DatabaseTable other) =>
        $"{first.Compartment}_Parent_{other.Compartment}";
}
