namespace HcsGrid.Profiling.Streaming;

/// <summary>
/// How much memory work on a table that does not fit into it may take.
/// </summary>
/// <remarks>
/// <para>Half of <see cref="MemoryBytes"/> is DuckDB's for reading and sorting, a quarter for writing, a quarter holds
/// the largest group's values of as many features at once as fit. Beside that some chunks of 2,048 rows are held, and
/// memory grows with the number of groups only: their keys, and when normalizing 24 bytes a group and feature. The
/// program itself takes some 100 MB more.</para>
/// <para>DuckDB sorts tables of any size, but it needs room for a few blocks a column: about 2 MiB a column beside 16
/// MiB. A smaller share serves files that need no sort.</para>
/// </remarks>
public sealed record StreamingOptions
{
    /// <summary>The least memory that is accepted: 32 MiB.</summary>
    public const long MinMemoryBytes = 32L << 20;

    /// <summary>The most bytes that the work may take; default 2 GiB.</summary>
    public long MemoryBytes { get; init; } = 2L << 30;

    /// <summary>DuckDB's bound (memory_limit) for reading and sorting; default none given, which is half of
    /// <see cref="MemoryBytes"/>.</summary>
    public long? SortMemoryBytes { get; init; }

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

        if (SortMemoryBytes < MinMemoryBytes / 2)
        {
            throw new ArgumentException(
                $"{nameof(SortMemoryBytes)} is {SortMemoryBytes}; it must be at least {MinMemoryBytes / 2} (16 MiB).");
        }

        if (!Directory.Exists(TempFolder))
            throw new ArgumentException($"{nameof(TempFolder)} is '{TempFolder}', which is no folder.");
    }
}
