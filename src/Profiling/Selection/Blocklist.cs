using HcsGrid.Plates;
using HcsGrid.Profiling.Tables;

namespace HcsGrid.Profiling.Selection;

/// <summary>
/// Leaves out features that a list names.
/// </summary>
/// <remarks>Source: pycytominer 1.2.4, <c>get_blocklist_features</c>. Names that no feature has are passed
/// over.</remarks>
public sealed class Blocklist(IEnumerable<string> names) : IFeatureOperation
{
    private const string Header = "blocklist";

    private readonly HashSet<string> _names = new(names, StringComparer.Ordinal);

    /// <inheritdoc/>
    public string Name => Header;

    /// <summary>Reads a list: a CSV file whose column <c>blocklist</c> holds the names, one a row.</summary>
    /// <exception cref="ScreenDataException">The file is absent, has no such column, or is not UTF-8.</exception>
    public static Blocklist Read(string path)
    {
        if (!File.Exists(path))
            throw new ScreenDataException("There is no such file", new Place { Blob = path });
        using var file = File.OpenRead(path);
        var list = GzipText.Read(file, path, reader => DelimitedText.Read(reader, null, path));
        var column = list.ColumnIndexOf(Header);
        return column >= 0
            ? new Blocklist(list.Rows.Select(row => row[column]))
            : throw new ScreenDataException(
                $"A blocklist has its names in a column '{Header}'; this file has {string.Join(", ", list.Header)}",
                new Place { Blob = path, LineNumber = 1 });
    }

    /// <inheritdoc/>
    public IReadOnlyList<DroppedFeature> Judge(ProfileTable table, IReadOnlyList<int> features) =>
    [
        .. features.Select(f => table.FeatureNames[f])
            .Where(_names.Contains)
            .Select(name => new DroppedFeature(name, Name, "listed", double.NaN, double.NaN)),
    ];
}
