using System.Runtime.InteropServices;

namespace HcsGrid.Profiling.DuckDb;

/// <summary>
/// The part of DuckDB's C API by which a query reads rows that this program makes while the query runs.
/// </summary>
internal static unsafe partial class NativeTableFunction
{
    private const string Library = "duckdb";

    [LibraryImport(Library, EntryPoint = "duckdb_create_table_function")]
    public static partial nint Create();

    [LibraryImport(Library, EntryPoint = "duckdb_destroy_table_function")]
    public static partial void Destroy(ref nint function);

    [LibraryImport(
        Library, EntryPoint = "duckdb_table_function_set_name", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetName(nint function, string name);

    [LibraryImport(Library, EntryPoint = "duckdb_table_function_set_extra_info")]
    public static partial void SetExtraInfo(nint function, nint extraInfo, nint destroy);

    [LibraryImport(Library, EntryPoint = "duckdb_table_function_set_bind")]
    public static partial void SetBind(nint function, delegate* unmanaged[Cdecl]<nint, void> bind);

    [LibraryImport(Library, EntryPoint = "duckdb_table_function_set_init")]
    public static partial void SetInit(nint function, delegate* unmanaged[Cdecl]<nint, void> init);

    [LibraryImport(Library, EntryPoint = "duckdb_table_function_set_function")]
    public static partial void SetFunction(nint function, delegate* unmanaged[Cdecl]<nint, nint, void> next);

    [LibraryImport(Library, EntryPoint = "duckdb_register_table_function")]
    public static partial int Register(nint connection, nint function);

    [LibraryImport(Library, EntryPoint = "duckdb_bind_get_extra_info")]
    public static partial nint BindExtraInfo(nint info);

    [LibraryImport(
        Library, EntryPoint = "duckdb_bind_add_result_column", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void AddResultColumn(nint info, string name, nint type);

    [LibraryImport(Library, EntryPoint = "duckdb_init_set_max_threads")]
    public static partial void SetMaxThreads(nint info, ulong count);

    [LibraryImport(Library, EntryPoint = "duckdb_function_get_extra_info")]
    public static partial nint FunctionExtraInfo(nint info);

    [LibraryImport(Library, EntryPoint = "duckdb_function_set_error", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetError(nint info, string error);
}
