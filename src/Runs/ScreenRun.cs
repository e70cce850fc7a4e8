using HcsGrid.Plates;

namespace HcsGrid.Runs;

/// <summary>
/// What a screen's run decides: the next step, plate by plate. Pure: no clock, no input or output.
/// </summary>
/// <remarks>
/// Plates start in the order given, and the next plate's wells start as soon as no well of the earlier ones waits. A
/// plate is finished once, as soon as its last well is reported; the screen once, after its last plate. Work whose
/// worker is gone is handed out again when it is reported lost. Reports may come twice, late, or for work that was
/// never handed out (an earlier coordinator's). Not safe for several threads at once: the caller holds a lock, or is
/// an actor.
/// </remarks>
public sealed class ScreenRun
{
    private readonly List<PlateRun> _plates;
    private readonly Dictionary<PlateId, PlateRun> _byId;
    private readonly HashSet<PlateId> _finishing = [];
    private readonly HashSet<PlateId> _finished = [];
    private bool _screenFinishing;
    private bool _screenFinished;
    private int _firstOpenIndex;

    public ScreenRun(IEnumerable<PlateRun> plates)
    {
        _plates = [.. plates];
        _byId = _plates.ToDictionary(p => p.Plate);
    }

    public IReadOnlyList<PlateRun> Plates => _plates;

    public int WellCount => _plates.Sum(p => p.WellCount);

    public int DoneCount => _plates.Sum(p => p.DoneCount);

    public int FailedCount => _plates.Sum(p => p.FailedCount);

    /// <summary>Hands out the next step.</summary>
    public ScreenStep Next()
    {
        foreach (var plate in _plates)
        {
            if (plate.IsComplete && _finishing.Add(plate.Plate))
                return new ScreenStep(ScreenStepKind.FinishPlate, plate.Plate);
        }

        while (_firstOpenIndex < _plates.Count && _plates[_firstOpenIndex].IsComplete)
            _firstOpenIndex++;

        for (var i = _firstOpenIndex; i < _plates.Count; i++)
        {
            if (_plates[i].TryStartNext(out var well))
                return new ScreenStep(ScreenStepKind.StartWell, _plates[i].Plate, well);
        }

        if (_finished.Count < _plates.Count)
            return new ScreenStep(ScreenStepKind.Wait);
        if (!_screenFinishing)
        {
            _screenFinishing = true;
            return new ScreenStep(ScreenStepKind.FinishScreen);
        }

        return new ScreenStep(_screenFinished ? ScreenStepKind.End : ScreenStepKind.Wait);
    }

    public void ReportDone(PlateId plate, WellAddress well) => _byId[plate].ReportDone(well);

    public void ReportFailed(PlateId plate, WellAddress well) => _byId[plate].ReportFailed(well);

    public void ReportLost(PlateId plate, WellAddress well) => _byId[plate].ReportLost(well);

    /// <summary>Tells that a plate's tables are in the store. Told of a plate that is not complete, it says
    /// nothing.</summary>
    public void ReportPlateFinished(PlateId plate)
    {
        if (!_byId[plate].IsComplete)
            return;
        _finishing.Add(plate);
        _finished.Add(plate);
    }

    /// <summary>Tells that whoever finished a plate is gone: it is to be finished again.</summary>
    public void ReportPlateLost(PlateId plate)
    {
        if (!_finished.Contains(_byId[plate].Plate))
            _finishing.Remove(plate);
    }

    /// <summary>Tells that the screen's tables and report are in the store. Told too early, it says nothing.</summary>
    public void ReportScreenFinished()
    {
        if (_finished.Count == _plates.Count)
            _screenFinishing = _screenFinished = true;
    }

    /// <summary>Tells that whoever finished the screen is gone: it is to be finished again.</summary>
    public void ReportScreenLost() => _screenFinishing &= _screenFinished;
}
