namespace HcsGrid.Client.Tests;

/// <summary>
/// Counts the files that appear in a folder, so that a test may act after so many.
/// </summary>
internal sealed class NewFiles : IDisposable
{
    private readonly FileSystemWatcher _watcher;
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _wanted;
    private int _count;

    /// <summary>Watches a folder and the folders that are in it now.</summary>
    public NewFiles(string folder, int wanted)
    {
        _wanted = wanted;
        _watcher = new FileSystemWatcher(folder)
        {
            IncludeSubdirectories = true,
            NotifyFilter = NotifyFilters.FileName
        };
        _watcher.Created += (_, _) => Count();
        _watcher.Renamed += (_, _) => Count();
        _watcher.Error += (_, e) => _reached.TrySetException(e.GetException());
        _watcher.EnableRaisingEvents = true;
    }

    /// <summary>Done when so many files have appeared as were wanted.</summary>
    public Task Reached => _reached.Task;

    public void Dispose() => _watcher.Dispose();

    private void Count()
    {
        if (Interlocked.Increment(ref _count) == _wanted)
            _reached.TrySetResult();
    }
}
