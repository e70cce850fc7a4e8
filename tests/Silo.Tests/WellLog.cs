using System.Diagnostics;
using System.Text.RegularExpressions;

namespace HcsGrid.Silo.Tests;

/// <summary>
/// What the silos of a cluster tell of their wells (<c>--log debug</c>): which are in work, which were begun again, and
/// how soon work goes on after a fault.
/// </summary>
/// <remarks>A silo writes its lines a moment after the fact, so that one that is killed may not have told of its newest
/// well, or of the end of one.</remarks>
internal sealed partial class WellLog
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _begun = new(StringComparer.Ordinal);
    private readonly Dictionary<(SiloProcess Silo, string Well), long> _inWork = [];
    private readonly List<(Func<long, bool> IsIt, TaskCompletionSource<TimeSpan> Told, long Since)> _waiting = [];

    /// <summary>Wells in work just now, of any silo, those of killed ones too until their end was seen.</summary>
    public int InWorkCount
    {
        get
        {
            lock (_gate)
                return _inWork.Count;
        }
    }

    /// <summary>How often wells of a job were begun, beyond once each.</summary>
    public int RepeatCountOf(string job)
    {
        lock (_gate)
            return _begun.Where(b => b.Key.StartsWith(job + "/", StringComparison.Ordinal)).Sum(b => b.Value - 1);
    }

    /// <summary>Takes a line of a silo.</summary>
    /// <returns>Whether it tells of a well.</returns>
    public bool Hear(SiloProcess silo, string line)
    {
        var found = WellLine().Match(line);
        if (!found.Success)
            return false;
        var well = found.Groups["well"].Value;
        lock (_gate)
        {
            if (!found.Groups["outcome"].Success)
            {
                _begun[well] = _begun.GetValueOrDefault(well) + 1;
                _inWork[(silo, well)] = Stopwatch.GetTimestamp();
            }
            else if (_inWork.Remove((silo, well), out var begunAt) && found.Groups["outcome"].Value == "done")
            {
                foreach (var wait in _waiting.Where(w => w.IsIt(begunAt)).ToArray())
                {
                    _waiting.Remove(wait);
                    wait.Told.TrySetResult(Stopwatch.GetElapsedTime(wait.Since));
                }
            }
        }

        return true;
    }

    /// <summary>A process has ended, and its wells with it.</summary>
    public void Forget(SiloProcess silo)
    {
        lock (_gate)
        {
            foreach (var entry in _inWork.Keys.Where(k => k.Silo == silo).ToArray())
                _inWork.Remove(entry);
        }
    }

    /// <summary>How long it takes from now until a well is done that is begun later than now.</summary>
    public Task<TimeSpan> GoesOnAsync()
    {
        var now = Stopwatch.GetTimestamp();
        return WaitAsync(begunAt => begunAt > now);
    }

    /// <summary>Waits until so many further wells are done.</summary>
    public Task UntilDoneAsync(int count) => WaitAsync(_ => --count <= 0);

    private Task<TimeSpan> WaitAsync(Func<long, bool> isIt)
    {
        var told = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
            _waiting.Add((isIt, told, Stopwatch.GetTimestamp()));
        return told.Task;
    }

    [GeneratedRegex(@"Well (?<well>\S+) (begins|ended: (?<outcome>\w+))")]
    private static partial Regex WellLine();
}
