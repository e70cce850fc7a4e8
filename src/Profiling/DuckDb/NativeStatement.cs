using System.Runtime.InteropServices;

namespace HcsGrid.Profiling.DuckDb;

/// <summary>
/// The part of DuckDB's C API by which the rows of a query are computed while they are read.
/// </summary>
internal static unsafe partial class NativeStatement
{
    private const string Library = "duckdb";

    [LibraryImport(Library, EntryPoint = "duckdb_prepare", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Prepare(nint connection, string query, out nint statement);

    [LibraryImport(Library, EntryPoint = "duckdb_prepare_error")]
    public static partial nint PrepareError(nint statement);

    [LibraryImport(Library, EntryPoint = "duckdb_destroy_prepare")]
    public static partial void Destroy(ref nint statement);

    [LibraryImport(Library, EntryPoint = "duckdb_execute_prepared_streaming")]
    public static partial int ExecuteStreaming(nint statement, NativeMethods.Result* result);
}
