namespace HcsGrid.Profiling.Tables;

/// <summary>
/// The stored forms of a profile table.
/// </summary>
public enum TableFormat
{
    /// <summary>Comma-separated text, plain or gzip: <c>.csv</c>, <c>.csv.gz</c>.</summary>
    Csv,

    /// <summary>Tab-separated text, plain or gzip: <c>.tsv</c>, <c>.txt</c>, with or without <c>.gz</c>.</summary>
    Tsv,

    /// <summary>Parquet: <c>.parquet</c>.</summary>
    Parquet,

    /// <summary>AnnData in a zarr store, a folder: <c>.zarr</c>.</summary>
    AnnData,

    /// <summary>GCT 1.3, plain or gzip: <c>.gct</c>, <c>.gct.gz</c>.</summary>
    Gct,

    /// <summary>SQLite of CellProfiler, only read: <c>.sqlite</c>, <c>.sqlite3</c>, <c>.db</c>.</summary>
    CellProfiler,
}
