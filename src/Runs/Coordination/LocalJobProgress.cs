namespace HcsGrid.Runs.Coordination;

/// <summary>
/// Takes the progress of one run, whose reports may overtake each other, and tells the job what is newest.
/// </summary>
internal sealed class LocalJobProgress(LocalJob job) : IProgress<RunProgress>
{
    private readonly Lock _gate = new();
    private int _through;

    public void Report(RunProgress value)
    {
        // Before the wells are counted there is nothing to tell, and an earlier run's numbers are better.
        if (value.WellCount == 0)
            return;
        lock (_gate)
        {
            var through = value.DoneCount + value.FailedCount + value.FinishedPlateCount;
            if (through < _through)
                return;
            _through = through;
            job.Tell(value);
        }
    }
}
