using HcsGrid.Storage;
using HcsGrid.Tests;

namespace HcsGrid.Client.Tests;

/// <summary>
/// Kills Azurite in the middle of a run and starts it again.
/// </summary>
/// <remarks>
/// Azurite writes what it knows of its blobs to disk every five seconds, and forgets at a kill what it had acknowledged
/// since; Azure does not. So writes are held back before the kill until a marker that was put after all others is on
/// disk; reads go on, and are what the kill interrupts.
/// </remarks>
internal sealed class QuietKill(AzureRuns runs, FaultProxy proxy, int afterReads)
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private int _readCount;
    private int _writeCount;
    private bool _holds;

    /// <summary>Writes that were held back: those that came after the run had read so many blobs.</summary>
    public int HeldCount { get; private set; }

    public async Task RunAsync()
    {
        proxy.Gate = PassAsync;
        proxy.Answered = Answered;
        await _reached.Task.WaitAsync(TimeSpan.FromMinutes(4));
        await _idle.Task.WaitAsync(TimeSpan.FromMinutes(1));
        using (var saved = new SavedMarker(runs.Azurite.IndexFile, "marker-of-the-kill"))
        {
            await runs.Open(runs.NewAddress()).PutAsync(new BlobKey("marker-of-the-kill"), new byte[1]);
            await saved.WaitAsync();
        }

        await runs.Azurite.KillAsync();
        await runs.StartAsync();
        lock (_gate)
            _holds = false;
        _over.TrySetResult();
    }

    private static bool IsWrite(string line) =>
        line.StartsWith("PUT ", StringComparison.Ordinal) || line.StartsWith("DELETE ", StringComparison.Ordinal);

    private Task PassAsync(string line)
    {
        lock (_gate)
        {
            if (!IsWrite(line))
            {
                if (line.StartsWith("GET ", StringComparison.Ordinal) && ++_readCount == afterReads)
                {
                    _holds = true;
                    _reached.TrySetResult();
                    EndIfIdle();
                }

                return Task.CompletedTask;
            }

            if (!_holds)
            {
                _writeCount++;
                return Task.CompletedTask;
            }

            HeldCount++;
        }

        return _over.Task;
    }

    private void Answered(string line)
    {
        if (!IsWrite(line))
            return;
        lock (_gate)
        {
            _writeCount--;
            EndIfIdle();
        }
    }

    private void EndIfIdle()
    {
        if (_holds && _writeCount == 0)
            _idle.TrySetResult();
    }
}
