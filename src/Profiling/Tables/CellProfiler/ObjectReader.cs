using System.Globalization;
using HcsGrid.Plates;
using Microsoft.Data.Sqlite;

namespace HcsGrid.Profiling.Tables.CellProfiler;

/// <summary>
/// Reads one compartment's objects image by image, in one pass in the order of the images' keys.
/// </summary>
internal sealed class ObjectReader : IDisposable
{
    /// <summary>The most objects of an image, which are held at the same time.</summary>
    private const int MaxObjectsPerImage = 1_000_000;

    private readonly CellProfilerDatabase _database;
    private readonly DatabaseTable _table;
    private readonly SqliteDataReader _reader;
    private readonly int _keyCount;
    private readonly int _parentCount;
    private readonly ObjectColumn[] _features;
    private readonly ObjectColumn[] _texts;
    private string? _key;

    public ObjectReader(
        CellProfilerDatabase database, DatabaseTable table, IReadOnlyList<string> keys, string objectNumber,
        IReadOnlyList<string> parents, IReadOnlyList<ObjectColumn> columns)
    {
        (_database, _table, _keyCount, _parentCount) = (database, table, keys.Count, parents.Count);
        _features = [.. columns.Where(column => column.IsFeature)];
        _texts = [.. columns.Where(column => !column.IsFeature)];
        var selected = keys.Append(objectNumber).Concat(parents)
            .Concat(_features.Concat(_texts).Select(column => column.Name))
            .Select(CellProfilerDatabase.Quoted);
        var order = keys.Append(objectNumber).Select(CellProfilerDatabase.Quoted);
        _reader = database.Query(
            $"SELECT {string.Join(", ", selected)} FROM {CellProfilerDatabase.Quoted(table.Name)} "
            + $"ORDER BY {string.Join(", ", order)}");
        Advance();
    }

    /// <summary>The image whose objects come next; null at the end.</summary>
    public string? NextImage => _key;

    /// <summary>An image's key as text.</summary>
    public static string KeyOf(SqliteDataReader reader, int count)
    {
        var parts = new string[count];
        for (var i = 0; i < count; i++)
            parts[i] = TextOf(reader, i);
        return string.Join(" / ", parts);
    }

    public static string TextOf(SqliteDataReader reader, int column) => reader.GetValue(column) switch
    {
        DBNull => "",
        long integer => integer.ToString(CultureInfo.InvariantCulture),
        double real => double.IsNaN(real) ? "" : real.ToString("R", CultureInfo.InvariantCulture),
        byte[] bytes => Convert.ToHexStringLower(bytes),
        var other => other.ToString() ?? "",
    };

    /// <summary>The objects of an image, none where the next image is another one.</summary>
    public List<ObjectRow> Read(string image)
    {
        var rows = new List<ObjectRow>();
        while (_key == image)
        {
            if (rows.Count == MaxObjectsPerImage)
                throw _database.Error($"{_table.Name} has more than {MaxObjectsPerImage} objects in image {image}");
            rows.Add(ReadRow());
            Advance();
        }

        return rows;
    }

    public void Dispose() => _reader.Dispose();

    private void Advance() => _key = _reader.Read() ? KeyOf(_reader, _keyCount) : null;

    private ObjectRow ReadRow()
    {
        var next = _keyCount;
        var number = Number(next++, "object number");
        var parents = new long[_parentCount];
        for (var i = 0; i < parents.Length; i++)
            parents[i] = Number(next++, "parent");
        var features = new double[_features.Length];
        for (var i = 0; i < features.Length; i++)
            features[i] = Feature(next++, _features[i]);
        var texts = new string[_texts.Length];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = TextOf(_reader, next++);
        return new ObjectRow(number, parents, features, texts);
    }

    private long Number(int column, string what) => _reader.GetValue(column) switch
    {
        long integer => integer,
        double real when real == Math.Floor(real) && Math.Abs(real) < 1e15 => (long)real,
        // An object without a parent.
        DBNull => 0,
        var other => throw At($"the {what} is '{other}', no number"),
    };

    private double Feature(int column, ObjectColumn feature)
    {
        // NaN cannot be stored in SQLite: it is NULL, or the text that a program made of it.
        if (_reader.IsDBNull(column))
            return double.NaN;
        return _reader.GetFieldType(column) == typeof(string) ? Spelled(column, feature) : _reader.GetDouble(column);
    }

    private double Spelled(int column, ObjectColumn feature)
    {
        var text = _reader.GetString(column);
        return TableNumber.TryParse(text, out var number)
            ? number
            : throw At($"{feature.Name} is '{text}', no number");
    }

    private ScreenDataException At(string reason) =>
        _database.Error($"In the table {_table.Name}, image {_key}, {reason}");
}
