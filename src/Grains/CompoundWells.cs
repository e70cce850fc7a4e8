using HcsGrid.Profiling;

namespace HcsGrid.Grains;

/// <summary>
/// A compound's normalized wells of one plate on their way to its grain.
/// </summary>
[GenerateSerializer]
[Immutable]
[Alias("hcsgrid.compound-wells")]
public sealed record CompoundWells(
    [property: Id(0)] string Plate,
    [property: Id(1)] string[] MetadataNames,
    [property: Id(2)] string[] FeatureNames,
    [property: Id(3)] string[][] Metadata,
    [property: Id(4)] double[][] Rows)
{
    /// <summary>What is sent of a table.</summary>
    public static CompoundWells Of(string plate, ProfileTable table)
    {
        var columns = table.MetadataNames.Select(table.Metadata).ToArray();
        return new CompoundWells(
            plate, [.. table.MetadataNames], [.. table.FeatureNames],
            [.. Enumerable.Range(0, table.RowCount).Select(row => columns.Select(c => c[row]).ToArray())],
            [.. Enumerable.Range(0, table.RowCount).Select(table.Row)]);
    }

    /// <summary>The table.</summary>
    public ProfileTable ToTable()
    {
        var builder = new ProfileTableBuilder(MetadataNames, FeatureNames);
        foreach (var (metadata, row) in Metadata.Zip(Rows))
            builder.AddRow(metadata, row);
        return builder.Build();
    }
}
