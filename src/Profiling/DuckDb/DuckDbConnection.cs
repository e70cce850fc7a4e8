using System.Globalization;
using System.Runtime.InteropServices;

namespace HcsGrid.Profiling.DuckDb;

/// <summary>
/// A database in memory with one connection, for one task: it uses one thread, no network and no extensions.
/// </summary>
/// <remarks>One thread and kept insertion order make what it writes the same bytes each time.</remarks>
internal sealed unsafe class DuckDbConnection : IDisposable
{
    private static readonly (string Name, string Value)[] Settings =
    [
        ("threads", "1"),
        ("preserve_insertion_order", "true"),
        ("autoinstall_known_extensions", "false"),
        ("autoload_known_extensions", "false"),
    ];

    private nint _database;
    private nint _connection;

    /// <param name="limits">The most memory, and the folder for what does not fit; without, memory as DuckDB has it
    /// and no folder.</param>
    public DuckDbConnection(DuckDbLimits? limits = null)
    {
        (string Name, string Value)[] settings = limits is null
            ? [.. Settings, ("temp_directory", "")]
            : [
                .. Settings,
                ("temp_directory", limits.TempFolder),
                // A file is read from end to end: what was read is not kept up to the limit.
                ("enable_external_file_cache", "false"),
                ("memory_limit", string.Create(CultureInfo.InvariantCulture, $"{limits.MemoryBytes}B")),
            ];
        Check(NativeMethods.CreateConfig(out var config), "DuckDB has no configuration");
        try
        {
            foreach (var (name, value) in settings)
                Check(NativeMethods.SetConfig(config, name, value), $"DuckDB refuses {name} = {value}");
            if (NativeMethods.OpenExt(null, out _database, config, out var error) != 0)
            {
                var message = Marshal.PtrToStringUTF8(error);
                NativeMethods.Free(error);
                throw new DuckDbException($"DuckDB does not open: {message}");
            }
        }
        finally
        {
            NativeMethods.DestroyConfig(ref config);
        }

        Check(NativeMethods.Connect(_database, out _connection), "DuckDB does not connect");
    }

    /// <summary>The version of the library, such as <c>v1.5.5</c>.</summary>
    public static string LibraryVersion => Marshal.PtrToStringUTF8(NativeMethods.LibraryVersion()) ?? "";

    internal nint Handle => _connection;

    /// <summary>A name as SQL takes it, whatever characters it has.</summary>
    public static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A text as SQL takes it, whatever characters it has.</summary>
    public static string Text(string text) => text.Contains('\0')
        ? throw new ArgumentException($"'{text}' contains the character NUL, which SQL cannot take.", nameof(text))
        : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    public void Execute(string sql) => Query(sql).Dispose();

    public DuckDbResult Query(string sql)
    {
        NativeMethods.Result result;
        if (NativeMethods.Query(_connection, sql, &result) == 0)
            return new DuckDbResult(result);
        var message = Marshal.PtrToStringUTF8(NativeMethods.ResultError(&result));
        NativeMethods.DestroyResult(&result);
        throw new DuckDbException(message ?? "DuckDB gives no reason.");
    }

    /// <summary>A query whose rows are computed while they are read; the connection has no other use until
    /// then.</summary>
    public DuckDbResult Stream(string sql)
    {
        var state = NativeStatement.Prepare(_connection, sql, out var statement);
        try
        {
            if (state != 0)
                throw new DuckDbException(Marshal.PtrToStringUTF8(NativeStatement.PrepareError(statement)) ?? sql);
            NativeMethods.Result result;
            if (NativeStatement.ExecuteStreaming(statement, &result) == 0)
                return new DuckDbResult(result);
            var message = Marshal.PtrToStringUTF8(NativeMethods.ResultError(&result));
            NativeMethods.DestroyResult(&result);
            throw new DuckDbException(message ?? "DuckDB gives no reason.");
        }
        finally
        {
            NativeStatement.Destroy(ref statement);
        }
    }

    public void Dispose()
    {
        if (_connection != 0)
            NativeMethods.Disconnect(ref _connection);
        if (_database != 0)
            NativeMethods.Close(ref _database);
    }

    private static void Check(int state, string message)
    {
        if (state != 0)
            throw new DuckDbException(message);
    }
}
