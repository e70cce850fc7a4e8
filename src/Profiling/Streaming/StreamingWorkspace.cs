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
        // One database reads while another one writes.
        Limits = new DuckDbLimits(options.MemoryBytes / 4, Path.Combine(_folder, "duckdb"));
    }

    public DuckDbLimits Limits { get; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
