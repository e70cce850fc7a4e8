namespace HcsGrid.Client.Tests;

/// <summary>
/// Waits until Azurite has written a blob's name into its index, and its list of extents after that.
/// </summary>
internal sealed class SavedMarker : IDisposable
{
    private readonly FileSystemWatcher _watcher;
    private readonly SemaphoreSlim _changes = new(0);
    private readonly string _index;
    private readonly string _marker;

    public SavedMarker(string indexFile, string marker)
    {
        (_index, _marker) = (indexFile, marker);
        _watcher = new FileSystemWatcher(Path.GetDirectoryName(indexFile)!, "*.json");
        _watcher.Changed += (_, _) => _changes.Release();
        _watcher.Created += (_, _) => _changes.Release();
        _watcher.Renamed += (_, _) => _changes.Release();
        _watcher.EnableRaisingEvents = true;
    }

    public async Task WaitAsync()
    {
        var extents = Path.Combine(Path.GetDirectoryName(_index)!, "__azurite_db_blob_extent__.json");
        var before = File.GetLastWriteTimeUtc(extents);
        while (!(await TextAsync(_index)).Contains(_marker, StringComparison.Ordinal) ||
            File.GetLastWriteTimeUtc(extents) == before)
        {
            Assert.True(await _changes.WaitAsync(TimeSpan.FromMinutes(1)), "Azurite did not save its index");
        }
    }

    public void Dispose()
    {
        _watcher.Dispose();
        _changes.Dispose();
    }

    private static async Task<string> TextAsync(string path)
    {
        try
        {
            return await File.ReadAllTextAsync(path);
        }
        catch (IOException)
        {
            // Between the old file and the new one.
            return "";
        }
    }
}
