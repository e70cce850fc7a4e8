using HcsGrid.Plates;

namespace HcsGrid.Runs;

/// <summary>
/// What a screen's run decides: the next step, plate by plate. Pure: no clock, no input or output.
/// </summary>
/// <remarks>
/// <para>Plates start in the order given, and the next plate's wells start as soon as no well of the earlier ones
/// waits. A plate is finished as soon as its last well is reported, and once more where a well that had failed turns
/// out to be done; the screen after its last plate. Work whose worker is gone is handed out again when it is reported
/// lost. Reports may come twice, late, or for work that was never handed out (an earlier coordinator's).</para>
/// <para>At most a given number of plates is open at a time; only their wells are in memory. Not safe for several
/// threads at once: the caller holds a lock, or is an actor.</para>
/// </remarks>
public sealed class ScreenRun
{
    private readonly List<ScreenPlate> _plates;
    private readonly Dictionary<PlateId, ScreenPlate> _byId;
    private readonly List<ScreenPlate> _open = [];
    private readonly int _maxOpenPlateCount;
    private int _closedIndex;
    private int _finishedCount;
    private int _revision;
    private int _finishingRevision;
    private bool _screenFinishing;
    private bool _screenFinished;

    /// <summary>Takes plates whose wells are read back when their turn comes.</summary>
    public ScreenRun(IEnumerable<PlannedPlate> plates, int maxOpenPlateCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxOpenPlateCount, 1);
        _plates = [.. plates.Select(p => new ScreenPlate(p))];
        _byId = _plates.ToDictionary(p => p.Plate);
        _maxOpenPlateCount = maxOpenPlateCount;
    }

    /// <summary>Takes plates that are all open at once.</summary>
    public ScreenRun(IReadOnlyCollection<PlateRun> plates)
        : this(plates.Select(p => new PlannedPlate(p.Plate, p.WellCount)), Math.Max(1, plates.Count))
    {
        foreach (var plate in plates)
        {
            Start(_plates[_closedIndex]);
            ReportOpened(plate);
        }
    }

    public int PlateCount => _plates.Count;

    /// <summary>Plates whose tables are in the store.</summary>
    public int FinishedPlateCount => _finishedCount;

    /// <summary>The plates whose wells are in memory.</summary>
    public IEnumerable<PlateRun> OpenPlates => _open.Select(p => p.Wells).OfType<PlateRun>();

    public int WellCount => _plates.Sum(p => p.WellCount);

    public int DoneCount => _plates.Sum(p => p.DoneCount);

    public int FailedCount => _plates.Sum(p => p.FailedCount);

    /// <summary>Wells that were handed out and not reported.</summary>
    public int RunningCount => OpenPlates.Sum(p => p.RunningCount);

    /// <summary>Wells that wait, those of plates that are not open yet too.</summary>
    public int WaitingCount => WellCount - DoneCount - FailedCount - RunningCount;

    /// <summary>Hands out the next step.</summary>
    /// <param name="mayStartWell">Whether a well may be handed out just now.</param>
    public ScreenStep Next(bool mayStartWell = true)
    {
        foreach (var plate in _open)
        {
            if (plate.Stage == ScreenPlateStage.Open && plate.IsComplete)
            {
                plate.BeginFinishing();
                return new ScreenStep(ScreenStepKind.FinishPlate, plate.Plate, Revision: plate.Revision);
            }
        }

        if (mayStartWell)
        {
            foreach (var plate in _open)
            {
                if (plate.Wells is { } wells && wells.TryStartNext(out var well))
                    return new ScreenStep(ScreenStepKind.StartWell, plate.Plate, well);
            }
        }

        if (_closedIndex < _plates.Count && _open.Count < _maxOpenPlateCount)
        {
            var plate = _plates[_closedIndex];
            Start(plate);
            return new ScreenStep(ScreenStepKind.OpenPlate, plate.Plate);
        }

        if (_finishedCount < _plates.Count)
            return new ScreenStep(ScreenStepKind.Wait);
        if (!_screenFinishing)
        {
            (_screenFinishing, _finishingRevision) = (true, _revision);
            return new ScreenStep(ScreenStepKind.FinishScreen, Revision: _revision);
        }

        return new ScreenStep(_screenFinished ? ScreenStepKind.End : ScreenStepKind.Wait);
    }

    /// <summary>Takes a plate's wells, those done already told by the store.</summary>
    public void ReportOpened(PlateRun wells) => _byId[wells.Plate].Open(wells);

    /// <summary>Tells that whoever opened a plate is gone: it is to be opened again.</summary>
    public void ReportOpenLost(PlateId plate)
    {
        var lost = _byId[plate];
        if (lost.Stage != ScreenPlateStage.Opening)
            return;
        lost.LoseOpening();
        _open.Remove(lost);

        // It moves behind the plates that were begun, which have nothing left to be handed out before it.
        _closedIndex--;
        _plates.Remove(lost);
        _plates.Insert(_closedIndex, lost);
    }

    public void ReportDone(PlateId plate, WellAddress well) => Report(plate, well, isDone: true);

    public void ReportFailed(PlateId plate, WellAddress well) => Report(plate, well, isDone: false);

    /// <summary>Tells that whoever ran a well is gone: the well waits again.</summary>
    public void ReportLost(PlateId plate, WellAddress well) => _byId[plate].Wells?.ReportLost(well);

    /// <summary>Tells that a plate's tables are in the store. Told of a plate that is not complete, or of tables that
    /// are to be made again, it says nothing.</summary>
    public void ReportPlateFinished(PlateId plate, int revision = 0)
    {
        var finished = _byId[plate];
        if (finished.Stage is not (ScreenPlateStage.Open or ScreenPlateStage.Finishing))
            return;
        finished.Finish(revision);
        if (finished.Stage != ScreenPlateStage.Finished)
            return;
        _finishedCount++;
        _open.Remove(finished);
    }

    /// <summary>Tells that whoever finished a plate is gone: it is to be finished again.</summary>
    public void ReportPlateLost(PlateId plate) => _byId[plate].LoseFinishing();

    /// <summary>Tells that the screen's tables and report are in the store. Told too early, or of tables that are to be
    /// made again, it says nothing.</summary>
    public void ReportScreenFinished(int revision = 0)
    {
        if (revision < _revision)
        {
            // Whoever made them began too early; nobody else does until they have ended.
            _screenFinishing &= _screenFinished || revision != _finishingRevision;
            return;
        }

        if (_finishedCount == _plates.Count && revision == _revision)
            _screenFinishing = _screenFinished = true;
    }

    /// <summary>Tells that whoever finished the screen is gone: it is to be finished again.</summary>
    public void ReportScreenLost() => _screenFinishing &= _screenFinished;

    private void Start(ScreenPlate plate)
    {
        plate.BeginOpening();
        _open.Add(plate);
        _closedIndex++;
    }

    private void Report(PlateId id, WellAddress well, bool isDone)
    {
        var plate = _byId[id];
        var before = plate.Stage;
        plate.Report(well, isDone);
        if (before != ScreenPlateStage.Finished || plate.Stage == ScreenPlateStage.Finished)
            return;

        // The tables lack a well that is done after all: the plate's are made again, and with them the screen's.
        _finishedCount--;
        _open.Insert(0, plate);
        // Whoever makes the screen's at this moment is waited for.
        _screenFinishing &= !_screenFinished;
        _screenFinished = false;
        _revision++;
    }
}
