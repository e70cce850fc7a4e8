using HcsGrid.Plates;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace HcsGrid.Profiling.Tables.CellProfiler;

/// <summary>
/// A SQLite file of CellProfiler's, opened to read, with its tables found.
/// </summary>
/// <remarks>The file is hostile: it is opened read-only, views are not looked at, and no value is longer than
/// <see cref="MaxValueLength"/> bytes.</remarks>
internal sealed class CellProfilerDatabase : IDisposable
{
    public const int MaxValueLength = 1 << 24;

    private static readonly string[] Compartments = ["Cytoplasm", "Cells", "Nuclei"];

    private readonly SqliteConnection _connection;

    public CellProfilerDatabase(string path)
    {
        Place = new Place { Blob = path };
        if (!File.Exists(path))
            throw new ScreenDataException("There is no such file", Place);
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ToString());
        try
        {
            _connection.Open();
            raw.sqlite3_limit(_connection.Handle, raw.SQLITE_LIMIT_LENGTH, MaxValueLength);
            Execute("PRAGMA trusted_schema = OFF");
            Execute("PRAGMA cell_size_check = ON");
            (Image, Objects) = FindTables();
        }
        catch (SqliteException error)
        {
            _connection.Dispose();
            throw Error(error);
        }
        catch (ScreenDataException)
        {
            _connection.Dispose();
            throw;
        }
    }

    public Place Place { get; }

    public DatabaseTable Image { get; }

    /// <summary>The tables of objects; the one that says which objects belong together stands first.</summary>
    public IReadOnlyList<DatabaseTable> Objects { get; }

    public static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>The rows of a query; the command ends with the connection, since its reader would end with
    /// it.</summary>
    public SqliteDataReader Query(string sql)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteReader();
    }

    public ScreenDataException Error(SqliteException error) =>
        new($"The database cannot be read: {error.Message}", Place, error);

    public ScreenDataException Error(string reason) => new(reason, Place);

    public void Dispose() => _connection.Dispose();

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private (DatabaseTable Image, DatabaseTable[] Objects) FindTables()
    {
        var names = new List<string>();
        using (var reader = Query("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"))
        {
            while (reader.Read())
                names.Add(reader.GetString(0));
        }

        var image = Find(names, "Image") ?? throw Missing("Image or Per_Image", names);
        var compartments = Compartments.Select(name => Find(names, name)).OfType<DatabaseTable>().ToArray();
        var objects = compartments.Length > 0
            ? compartments
            : [Find(names, "Object") ?? throw Missing("Cells, Cytoplasm, Nuclei or Per_Object", names)];
        foreach (var table in objects.Prepend(image))
        {
            if (!table.Has("ImageNumber"))
                throw Error($"The table {table.Name} has no column ImageNumber, which says of which image a row is");
        }

        return (image, objects);
    }

    private DatabaseTable? Find(List<string> names, string what)
    {
        var found = names.Where(name => (name == what && what != "Object")
            || name.EndsWith($"Per_{what}", StringComparison.Ordinal)).ToArray();
        if (found.Length == 0)
            return null;
        if (found.Length > 1)
            throw Error($"The database has several tables of {what}: {string.Join(", ", found)}");
        var columns = new List<(string, string)>();
        using var reader = Query($"PRAGMA table_info({Quoted(found[0])})");
        while (reader.Read())
            columns.Add((reader.GetString(1), reader.IsDBNull(2) ? "" : reader.GetString(2)));
        return new DatabaseTable(found[0], what, columns);
    }

    private ScreenDataException Missing(string what, List<string> names) =>
        Error($"The database has no table {what}; it has {ProfileTable.Enumerate(names)}");
}
