using HcsGrid.Plates;

namespace HcsGrid.Runs;

/// <summary>
/// How far a plate of a <see cref="ScreenRun"/> is. Its wells are kept until its tables are in the store; after that
/// only those that failed.
/// </summary>
internal sealed class ScreenPlate(PlannedPlate planned)
{
    private readonly HashSet<WellAddress> _failed = [];
    private readonly List<(WellAddress Well, bool IsDone)> _early = [];
    private int _finishedDoneCount;
    private int _finishingRevision;

    public PlateId Plate => planned.Plate;

    public ScreenPlateStage Stage { get; private set; }

    /// <summary>The wells; null before the plate is open and after its tables are made.</summary>
    public PlateRun? Wells { get; private set; }

    public int WellCount { get; private set; } = planned.WellCount;

    public int DoneCount => Wells?.DoneCount ?? _finishedDoneCount;

    public int FailedCount => _failed.Count;

    /// <summary>True where every well is done or has failed.</summary>
    public bool IsComplete => Wells?.IsComplete ?? Stage > ScreenPlateStage.Opening;

    /// <summary>How often a failed well turned out to be done after the plate's tables were begun.</summary>
    public int Revision { get; private set; }

    public void BeginOpening() => Stage = ScreenPlateStage.Opening;

    public void LoseOpening() => Stage = Stage == ScreenPlateStage.Opening ? ScreenPlateStage.Closed : Stage;

    /// <summary>Takes the wells as the store tells them; reports that came meanwhile count.</summary>
    public void Open(PlateRun wells)
    {
        if (Stage > ScreenPlateStage.Opening)
            return;
        (Wells, WellCount, Stage) = (wells, wells.WellCount, ScreenPlateStage.Open);
        foreach (var (well, isDone) in _early)
            Report(well, isDone);
        _early.Clear();
    }

    public void BeginFinishing() => (Stage, _finishingRevision) = (ScreenPlateStage.Finishing, Revision);

    public void LoseFinishing() => Stage = Stage == ScreenPlateStage.Finishing ? ScreenPlateStage.Open : Stage;

    /// <summary>Takes that the tables of a revision are in the store; older ones are to be made again.</summary>
    public void Finish(int revision)
    {
        if (Stage < ScreenPlateStage.Open || !IsComplete || revision > Revision)
            return;
        if (revision < Revision)
        {
            // Whoever made them was told too early. A report that came twice ends nobody else's work.
            if (revision == _finishingRevision)
                LoseFinishing();
            return;
        }

        _finishedDoneCount = DoneCount;
        (Wells, Stage) = (null, ScreenPlateStage.Finished);
    }

    /// <summary>Takes what became of a well. A plate whose tables lack a well that is done is to be finished
    /// again.</summary>
    public void Report(WellAddress well, bool isDone)
    {
        if (Stage == ScreenPlateStage.Opening)
            _early.Add((well, isDone));
        if (Stage < ScreenPlateStage.Open)
            return;
        if (isDone && _failed.Remove(well))
        {
            Revision += Stage >= ScreenPlateStage.Finishing ? 1 : 0;
            Stage = Stage == ScreenPlateStage.Finished ? ScreenPlateStage.Open : Stage;
            _finishedDoneCount++;
        }

        if (isDone)
            Wells?.ReportDone(well);
        else
            ReportFailed(well);
    }

    private void ReportFailed(WellAddress well)
    {
        Wells?.ReportFailed(well);
        if (Wells?.StateOf(well) == WellState.Failed)
            _failed.Add(well);
    }
}
