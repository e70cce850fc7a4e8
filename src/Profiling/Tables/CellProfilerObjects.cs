using HcsGrid.Plates;
using HcsGrid.Profiling.Tables.CellProfiler;
using Microsoft.Data.Sqlite;

namespace HcsGrid.Profiling.Tables;

/// <summary>
/// Reads the single cells of a CellProfiler SQLite file chunk by chunk, compartments merged, images' metadata joined.
/// </summary>
/// <remarks>
/// <para>The form is specified in <c>docs/formats/cellprofiler-sqlite.md</c>. Compartments are merged as pycytominer's
/// <c>SingleCells.merge_single_cells</c> does (Way et al. 2025): a row is a cytoplasm with the cell and the nucleus
/// that <c>Cytoplasm_Parent_Cells</c> and <c>Cytoplasm_Parent_Nuclei</c> name in the same image; what lacks a partner
/// is left out and counted. Rows are in the order of table, image and object number.</para>
/// <para>Memory: one image's objects and one chunk. SQLite sorts a table that has no index on its keys, in temporary
/// files. NULL and the text <c>nan</c> are missing values. Not for several threads at once.</para>
/// </remarks>
public sealed class CellProfilerObjects : IDisposable
{
    /// <summary>The most values of a chunk, unless one image has more.</summary>
    public const int MaxChunkValueCount = 4 << 20;

    private readonly CellProfilerDatabase _database;
    private readonly string[] _keys;
    private readonly ObjectColumn[][] _columns;
    private readonly (string Name, string NewName)[] _imageColumns;
    private readonly (string Name, string Kept)[] _imageColumnsLeftOut;
    private readonly string[] _metadataNames;
    private readonly string[] _featureNames;

    private CellProfilerObjects(CellProfilerDatabase database, FeatureChoice features)
    {
        _database = database;
        string[] keys = ["TableNumber", "ImageNumber"];
        _keys = [.. keys.Where(key => database.Image.Has(key) && database.Objects.All(table => table.Has(key)))];
        var names = new CellProfilerNames(database, _keys);
        _columns = names.ObjectColumns(features);
        _imageColumns = names.ImageColumns();
        _imageColumnsLeftOut = names.ImageColumnsLeftOut();
        _featureNames = [.. _columns.SelectMany(c => c).Where(c => c.IsFeature).Select(c => c.NewName)];
        _metadataNames =
        [
            .. _keys.Select(key => $"Metadata_{key}"), .. _imageColumns.Select(column => column.NewName),
            .. database.Objects.Select(table => CellProfilerNames.NumberName(table, database.Objects.Count)),
            .. _columns.SelectMany(c => c).Where(c => !c.IsFeature).Select(c => c.NewName),
        ];
        CellProfilerNames.RequireDistinct([.. _metadataNames, .. _featureNames], database);
    }

    /// <summary>The names of the text columns of every chunk.</summary>
    public IReadOnlyList<string> MetadataNames => _metadataNames;

    /// <summary>The names of the features of every chunk.</summary>
    public IReadOnlyList<string> FeatureNames => _featureNames;

    /// <summary>Objects that were left out so far, since they lack a partner in another compartment.</summary>
    public long DroppedCount { get; private set; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="ScreenDataException">It is no SQLite file, or lacks a table or a column: the message says
    /// which.</exception>
    public static CellProfilerObjects Open(string path, FeatureChoice features)
    {
        var database = new CellProfilerDatabase(path);
        try
        {
            return new CellProfilerObjects(database, features);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Reads all objects of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="features">What makes a column a feature.</param>
    /// <param name="note">Takes a line each: the objects left out, and a column of the images that another one of the
    /// same meaning stands for.</param>
    /// <exception cref="ScreenDataException">As <see cref="Open"/>; or the file is damaged, or holds more than a table
    /// does.</exception>
    public static ProfileTable ReadAll(string path, FeatureChoice features, Action<string>? note = null)
    {
        using var objects = Open(path, features);
        var empty = new ProfileTableBuilder(objects.MetadataNames, objects.FeatureNames).Build();
        var (chunks, valueCount) = (new List<ProfileTable> { empty }, 0L);
        foreach (var chunk in objects.ReadChunks())
        {
            valueCount += (long)chunk.RowCount * chunk.FeatureCount;
            if (valueCount > ProfileTable.MaxValueCount)
            {
                throw objects._database.Error(
                    $"The objects have more than the {ProfileTable.MaxValueCount} values that a table holds");
            }

            chunks.Add(chunk);
        }

        var table = ProfileTable.Concat(chunks);
        if (note is not null)
            objects.Tell(note, table.RowCount);
        return table;
    }

    /// <summary>The objects, in tables of the same columns; an image's objects are never cut apart.</summary>
    /// <exception cref="ScreenDataException">The file is damaged, or an object is of an image that is not
    /// there.</exception>
    public IEnumerable<ProfileTable> ReadChunks()
    {
        var rowLimit = Math.Max(1, MaxChunkValueCount / Math.Max(1, _featureNames.Length));
        var builder = new ProfileTableBuilder(_metadataNames, _featureNames);
        foreach (var (metadata, features) in Rows())
        {
            // A chunk ends where an image does: the first row of the next one begins another chunk.
            if (metadata is null)
            {
                if (builder.RowCount < rowLimit)
                    continue;
                yield return builder.Build();
                builder = new ProfileTableBuilder(_metadataNames, _featureNames);
                continue;
            }

            builder.AddRow(metadata, features);
        }

        if (builder.RowCount > 0)
            yield return builder.Build();
    }

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();

    /// <summary>Each object; after each image a row without metadata.</summary>
    private IEnumerable<(string[]? Metadata, double[] Features)> Rows()
    {
        DroppedCount = 0;
        using var images = Guarded(() => _database.Query(
            $"SELECT {Joined(_keys.Concat(_imageColumns.Select(column => column.Name)))} "
            + $"FROM {CellProfilerDatabase.Quoted(_database.Image.Name)} ORDER BY {Joined(_keys)}"));
        var readers = new List<ObjectReader>();
        try
        {
            Guarded(() =>
            {
                OpenReaders(readers);
                return 0;
            });
            while (Guarded(images.Read))
            {
                var key = ObjectReader.KeyOf(images, _keys.Length);
                var image = new string[images.FieldCount];
                for (var column = 0; column < image.Length; column++)
                    image[column] = ObjectReader.TextOf(images, column);
                var objects = Guarded(() => readers.ConvertAll(reader => reader.Read(key)));
                foreach (var row in Merge(objects, image))
                    yield return row;
                yield return (null, []);
            }

            if (readers.Find(reader => reader.NextImage is not null) is { } left)
            {
                throw _database.Error(
                    $"There are objects of image {left.NextImage}, which {_database.Image.Name} has not, "
                    + "or has twice, or with a key of another type");
            }
        }
        finally
        {
            readers.ForEach(reader => reader.Dispose());
        }
    }

    private void Tell(Action<string> note, int rowCount)
    {
        var image = _database.Image.Name;
        foreach (var (name, kept) in _imageColumnsLeftOut)
        {
            var count = Guarded(() =>
            {
                using var reader = _database.Query(
                    $"SELECT count(*) FROM {CellProfilerDatabase.Quoted(image)} WHERE "
                    + $"{CellProfilerDatabase.Quoted(name)} IS NOT {CellProfilerDatabase.Quoted(kept)}");
                return reader.Read() ? reader.GetInt64(0) : 0;
            });
            if (count > 0)
                note($"{kept} and {name} of {image} differ in {count} images; {kept} was taken");
        }

        if (DroppedCount > 0)
        {
            var objects = _database.Objects;
            note($"{DroppedCount} of {DroppedCount + rowCount} objects of {objects[0].Name} were left out: they lack a "
                + $"partner in {string.Join(" or ", objects.Skip(1).Select(table => table.Name))}");
        }
    }

    private void OpenReaders(List<ObjectReader> readers)
    {
        for (var t = 0; t < _database.Objects.Count; t++)
        {
            var table = _database.Objects[t];
            var parents = t == 0
                ? _database.Objects.Skip(1).Select(other => $"{table.Compartment}_Parent_{other.Compartment}").ToArray()
                : [];
            readers.Add(new ObjectReader(
                _database, table, _keys, table.ObjectNumberColumn!, parents, _columns[t]));
        }
    }

    private IEnumerable<(string[]? Metadata, double[] Features)> Merge(List<List<ObjectRow>> objects, string[] image)
    {
        var byNumber = objects.Skip(1).Select(rows =>
        {
            var map = new Dictionary<long, ObjectRow>(rows.Count);
            foreach (var row in rows)
            {
                if (!map.TryAdd(row.Number, row))
                {
                    throw _database.Error(
                        $"Image {string.Join(" / ", image.Take(_keys.Length))} has an object {row.Number} twice");
                }
            }

            return map;
        }).ToArray();
        foreach (var row in objects[0])
        {
            var parts = new ObjectRow?[objects.Count];
            parts[0] = row;
            for (var other = 0; other < byNumber.Length; other++)
                parts[other + 1] = byNumber[other].GetValueOrDefault(row.Parents[other]);
            if (parts.Contains(null))
            {
                DroppedCount++;
                continue;
            }

            yield return (
                [
                    .. image, .. parts.Select(part => $"{part!.Number}"), .. parts.SelectMany(part => part!.Texts),
                ],
                [.. parts.SelectMany(part => part!.Features)]);
        }
    }

    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (SqliteException error)
        {
            throw _database.Error(error);
        }
    }

    private static string Joined(IEnumerable<string> names) =>
        string.Join(", ", names.Select(CellProfilerDatabase.Quoted));
}
