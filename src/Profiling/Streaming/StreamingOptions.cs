namespace HcsGrid.Profiling.Streaming;

/// <summary>
/// How much memory work on a table that does not fit into it may take.
/// </summary>
/// <remarks>
/// <para>Half of <see cref="MemoryBytes"/> is DuckDB's for reading (memory_limit), a quarter for writing, a quarter
/// holds the largest group's values of as many features at once as fit, and as much the rows of groups that are brought
/// together by way of the disk, once reading is done. Beside that some chunks of 2,048 rows are held, and memory grows
/// with the number of groups: their keys, 16 bytes a group and feature for means of scattered groups, 24 when
/// normalizing. A Parquet file's own directory is held too, some 1.7 KB a column and row group, by its reader and by
/// its writer: of a folder of files that of one. The program itself takes some 100 MB more.</para>
/// </remarks>
public sealed record StreamingOptions
{
    /// <summary>The least memory that is accepted: 32 MiB.</summary>
    public const long MinMemoryBytes = 32L << 20;

    /// <summary>The most bytes that the work may take; default 2 GiB.</summary>
    public long MemoryBytes { get; init; } = 2L << 30;

    /// <summary>Where a folder of its own is made for what does not fit, and deleted at the end; default the system's
    /// folder for temporary files.</summary>
    public string TempFolder { get; init; } = Path.GetTempPath();

    /// <exception cref="ArgumentException">A value is out of its bounds.</exception>
    public void Validate()
    {
        if (MemoryBytes < MinMemoryBytes)
        {
            throw new ArgumentException(
                $"{nameof(MemoryBytes)} is {MemoryBytes}; it must be at least {MinMemoryBytes} (32 MiB).");
        }

        if (!Directory.Exists(TempFolder))
            throw new ArgumentException($"{nameof(TempFolder)} is '{TempFolder}', which is no folder.");
    }
}
