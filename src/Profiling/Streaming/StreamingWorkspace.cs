using HcsGrid.Profiling.DuckDb;

namespace HcsGrid.Profiling.Streaming;

/// <summary>
/// A folder of its own for what does not fit into memory, deleted at the end, and the limits of DuckDB's share.
/// </summary>
internal sealed class StreamingWorkspace : IDisposable
{
    private readonly string _folder;

    public StreamingWorkspace(StreamingOptions options)
    {
        options.Validate();
        _folder = Path.Combine(options.TempFolder, $"hcsgrid-{Guid.NewGuid():N}");
        Directory.CreateDirectory(_folder);
        // One database reads and sorts while another one writes.
        ReadLimits = new DuckDbLimits(
            options.SortMemoryBytes ?? (options.MemoryBytes / 2), Path.Combine(_folder, "read"));
        WriteLimits = new DuckDbLimits(options.MemoryBytes / 4, Path.Combine(_folder, "write"));
    }

    /// <summary>For reading and sorting: half of the memory, if nothing else is asked for.</summary>
    public DuckDbLimits ReadLimits { get; }

    /// <summary>A quarter of the memory, for writing.</summary>
    public DuckDbLimits WriteLimits { get; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
