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
        // One database reads while another one writes; groups are held when reading is done, or beside it.
        ReadLimits = new DuckDbLimits(options.MemoryBytes / 2, Path.Combine(_folder, "read"));
        WriteLimits = new DuckDbLimits(options.MemoryBytes / 4, Path.Combine(_folder, "write"));
        GroupBytes = options.MemoryBytes / 4;
    }

    /// <summary>Half of the memory, for reading.</summary>
    public DuckDbLimits ReadLimits { get; }

    /// <summary>A quarter of the memory, for writing.</summary>
    public DuckDbLimits WriteLimits { get; }

    /// <summary>A quarter of the memory, for the rows of groups.</summary>
    public long GroupBytes { get; }

    /// <summary>A name for a folder that is not there yet.</summary>
    public string NewFolder() => Path.Combine(_folder, Guid.NewGuid().ToString("N"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
