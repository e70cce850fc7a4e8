using HcsGrid.Plates;

namespace HcsGrid.Runs;

/// <summary>
/// What a plate's run decides: which well is next, and when the plate is complete. Pure: no clock, no input or output.
/// </summary>
/// <remarks>
/// Every report may come twice, late, or in any order: the first outcome of a well stands, except that a failed well
/// that turns out to be done is done. Wells start in the order of their addresses.
/// </remarks>
public sealed class PlateRun
{
    private readonly SortedDictionary<WellAddress, WellState> _wells;
    private readonly Queue<WellAddress> _waiting = new();

    /// <summary>Takes the wells of the plate; those in <paramref name="done"/> need no work.</summary>
    public PlateRun(PlateId plate, IEnumerable<WellAddress> wells, IReadOnlySet<WellAddress> done)
    {
        Plate = plate;
        _wells = [];
        foreach (var well in wells.Order())
        {
            var state = done.Contains(well) ? WellState.Done : WellState.Waiting;
            if (!_wells.TryAdd(well, state))
                continue;
            if (state == WellState.Done)
                DoneCount++;
            else
                _waiting.Enqueue(well);
        }
    }

    public PlateId Plate { get; }

    public int WellCount => _wells.Count;

    public int DoneCount { get; private set; }

    public int FailedCount { get; private set; }

    /// <summary>Wells that were handed out and not reported.</summary>
    public int RunningCount { get; private set; }

    public int WaitingCount => WellCount - DoneCount - FailedCount - RunningCount;

    /// <summary>True when every well is done or has failed.</summary>
    public bool IsComplete => DoneCount + FailedCount == WellCount;

    /// <summary>How far a well is.</summary>
    /// <exception cref="KeyNotFoundException">The plate has no such well.</exception>
    public WellState StateOf(WellAddress well) => _wells[well];

    /// <summary>Hands out the next well that waits; false where none does.</summary>
    public bool TryStartNext(out WellAddress well)
    {
        while (_waiting.TryDequeue(out well))
        {
            // A well that was reported while it waited needs no start.
            if (_wells[well] != WellState.Waiting)
                continue;
            _wells[well] = WellState.Running;
            RunningCount++;
            return true;
        }

        return false;
    }

    /// <summary>Tells that a well's result is in the store.</summary>
    public void ReportDone(WellAddress well)
    {
        var before = _wells[well];
        if (before == WellState.Done)
            return;
        if (before == WellState.Failed)
            FailedCount--;
        if (before == WellState.Running)
            RunningCount--;
        DoneCount++;
        _wells[well] = WellState.Done;
    }

    /// <summary>Tells that a well cannot be done.</summary>
    public void ReportFailed(WellAddress well)
    {
        var before = _wells[well];
        if (before is WellState.Done or WellState.Failed)
            return;
        if (before == WellState.Running)
            RunningCount--;
        FailedCount++;
        _wells[well] = WellState.Failed;
    }

    /// <summary>Tells that whoever ran a well is gone: the well waits again.</summary>
    public void ReportLost(WellAddress well)
    {
        if (_wells[well] != WellState.Running)
            return;
        _wells[well] = WellState.Waiting;
        RunningCount--;
        _waiting.Enqueue(well);
    }
}
