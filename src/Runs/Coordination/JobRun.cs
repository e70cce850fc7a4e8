using HcsGrid.Plates;

namespace HcsGrid.Runs.Coordination;

/// <summary>
/// What the coordinator of a job decides: the next step within the job's share, what to try again and when, what to
/// give up, and what pausing and cancelling mean. Pure: no clock of its own, no input or output.
/// </summary>
/// <remarks>
/// <para>It hands out the steps of its <see cref="ScreenRun"/>. Each step handed out is to be reported once: done,
/// failed or lost. Reports may come twice, late or from steps that an earlier coordinator handed out; a step counts as
/// running until its first report.</para>
/// <para>A lost step waits <see cref="JobRunOptions.FirstDelay"/>, doubled by every further loss up to
/// <see cref="JobRunOptions.MaxDelay"/>. After <see cref="JobRunOptions.MaxLossCount"/> losses a well is to be failed
/// (<see cref="ScreenStepKind.GiveUpWell"/>) and anything else fails the job. Losses of different steps do not add up,
/// so that a store that is away for a while costs each step one count of its own at a time.</para>
/// <para>Not safe for several threads at once: the caller holds a lock, or is an actor.</para>
/// </remarks>
public sealed class JobRun
{
    private readonly ScreenRun _screen;
    private readonly JobRunOptions _options;
    private readonly HashSet<ScreenStep> _running = [];
    private readonly Dictionary<ScreenStep, int> _losses = [];
    private readonly PriorityQueue<ScreenStep, DateTimeOffset> _delayed = new();
    private readonly Dictionary<ScreenStep, string> _givenUp = [];
    private readonly Queue<ScreenStep> _toGiveUp = new();

    public JobRun(IEnumerable<PlannedPlate> plates, JobRunOptions options)
    {
        options.Validate();
        _options = options;
        _screen = new ScreenRun(plates, options.MaxOpenPlateCount);
    }

    public JobState State { get; private set; } = JobState.Running;

    /// <summary>Why the job failed; null where it did not.</summary>
    public string? Reason { get; private set; }

    /// <summary>The most wells that may run at the same time now.</summary>
    public int Share { get; set; }

    public int PlateCount => _screen.PlateCount;

    public int FinishedPlateCount => _screen.FinishedPlateCount;

    public int WellCount => _screen.WellCount;

    public int DoneCount => _screen.DoneCount;

    public int FailedCount => _screen.FailedCount;

    /// <summary>Wells that are in work.</summary>
    public int RunningWellCount { get; private set; }

    /// <summary>Steps of any kind that are in work.</summary>
    public int RunningStepCount => _running.Count;

    /// <summary>Wells that the job could have in work now if its share were unbounded.</summary>
    public int Demand => State == JobState.Running
        ? RunningWellCount + Math.Max(0, _screen.WaitingCount)
        : RunningWellCount;

    /// <summary>The plates whose wells are in memory.</summary>
    public IEnumerable<PlateRun> OpenPlates => _screen.OpenPlates;

    /// <summary>When the next delayed step is due; null where none is delayed.</summary>
    public DateTimeOffset? NextDue => _delayed.TryPeek(out _, out var due) ? due : null;

    /// <summary>Hands out the next step that may run now.</summary>
    /// <returns><see cref="ScreenStepKind.Wait"/> where nothing can start before a report, a new share, a resume or
    /// <see cref="NextDue"/>; <see cref="ScreenStepKind.End"/> where nothing is left to do and nothing runs.</returns>
    public ScreenStep Next(DateTimeOffset now)
    {
        while (_delayed.TryPeek(out var step, out var due) && due <= now)
        {
            _delayed.Dequeue();
            HandBack(step);
        }

        if (State is JobState.Cancelled or JobState.Failed or JobState.Finished)
            return new ScreenStep(_running.Count > 0 ? ScreenStepKind.Wait : ScreenStepKind.End);
        if (State == JobState.Paused)
            return new ScreenStep(ScreenStepKind.Wait);
        if (_toGiveUp.TryDequeue(out var givenUp))
            return Begin(givenUp);
        var next = _screen.Next(RunningWellCount < Share);
        if (next.Kind != ScreenStepKind.End)
            return next.Kind == ScreenStepKind.Wait ? next : Begin(next);
        if (_running.Count > 0)
            return new ScreenStep(ScreenStepKind.Wait);
        State = JobState.Finished;
        return next;
    }

    /// <summary>Why a well was given up, for the record of its failure.</summary>
    public string ReasonToGiveUp(ScreenStep step) => _givenUp[step];

    /// <summary>Takes a plate's wells, those done already told by the store.</summary>
    public void ReportOpened(PlateRun wells)
    {
        End(new ScreenStep(ScreenStepKind.OpenPlate, wells.Plate));
        _screen.ReportOpened(wells);
    }

    /// <summary>Takes that a well's result is in the store.</summary>
    public void ReportDone(PlateId plate, WellAddress well)
    {
        EndWell(plate, well);
        _screen.ReportDone(plate, well);
    }

    /// <summary>Takes that a well cannot be done, and that the store says why.</summary>
    public void ReportFailed(PlateId plate, WellAddress well)
    {
        EndWell(plate, well);
        _screen.ReportFailed(plate, well);
    }

    /// <summary>Takes that a plate's tables are in the store.</summary>
    /// <param name="plate">The plate.</param>
    /// <param name="revision">That of the step.</param>
    public void ReportPlateFinished(PlateId plate, int revision)
    {
        End(new ScreenStep(ScreenStepKind.FinishPlate, plate, Revision: revision));
        _screen.ReportPlateFinished(plate, revision);
    }

    /// <summary>Takes that the screen's tables and report are in the store.</summary>
    /// <param name="revision">That of the step.</param>
    public void ReportScreenFinished(int revision)
    {
        End(new ScreenStep(ScreenStepKind.FinishScreen, Revision: revision));
        _screen.ReportScreenFinished(revision);
    }

    /// <summary>Takes that a step came to nothing, by the end of its process or a store that did not answer.</summary>
    /// <param name="step">The step as it was handed out.</param>
    /// <param name="reason">What was seen, for people.</param>
    /// <param name="now">The time.</param>
    public void ReportLost(ScreenStep step, string reason, DateTimeOffset now)
    {
        if (!End(step))
            return;
        var count = _losses[step] = _losses.GetValueOrDefault(step) + 1;
        if (count < _options.MaxLossCount)
        {
            // A well stays handed out while it waits, so that nobody else starts it.
            _delayed.Enqueue(step, now + DelayAfter(count));
            return;
        }

        var text = $"Given up after {count} attempts (MaxLossCount), the last of which ended so: {reason}";
        if (step.Kind is not (ScreenStepKind.StartWell or ScreenStepKind.GiveUpWell))
        {
            Fail($"{Describe(step)}: {text}");
            return;
        }

        // To write that a well failed may fail as well: that is tried again for as long.
        var giveUp = step with { Kind = ScreenStepKind.GiveUpWell };
        if (step.Kind == ScreenStepKind.GiveUpWell)
        {
            Fail($"{Describe(step)}: {text}");
            return;
        }

        _givenUp[giveUp] = text;
        _toGiveUp.Enqueue(giveUp);
    }

    /// <summary>Takes that the job cannot go on.</summary>
    public void Fail(string reason)
    {
        if (State is JobState.Finished or JobState.Cancelled)
            return;
        Reason ??= reason;
        State = JobState.Failed;
    }

    /// <summary>Hands out nothing new until <see cref="Resume"/>.</summary>
    /// <returns>False where the job has ended.</returns>
    public bool Pause() => Move(JobState.Paused);

    /// <returns>False where the job has ended.</returns>
    public bool Resume() => Move(JobState.Running);

    /// <summary>Hands out nothing any more.</summary>
    /// <returns>False where the job has ended otherwise.</returns>
    public bool Cancel() => Move(JobState.Cancelled);

    private bool Move(JobState state)
    {
        if (State is JobState.Running or JobState.Paused)
            State = state;
        return State == state;
    }

    private TimeSpan DelayAfter(int lossCount)
    {
        var factor = Math.Pow(2, Math.Min(lossCount - 1, 30));
        return TimeSpan.FromTicks((long)Math.Min(_options.FirstDelay.Ticks * factor, _options.MaxDelay.Ticks));
    }

    private ScreenStep Begin(ScreenStep step)
    {
        _running.Add(step);
        if (step.Kind == ScreenStepKind.StartWell)
            RunningWellCount++;
        return step;
    }

    private bool End(ScreenStep step)
    {
        if (!_running.Remove(step))
            return false;
        if (step.Kind == ScreenStepKind.StartWell)
            RunningWellCount--;
        return true;
    }

    private void EndWell(PlateId plate, WellAddress well)
    {
        foreach (var kind in (ReadOnlySpan<ScreenStepKind>)[ScreenStepKind.StartWell, ScreenStepKind.GiveUpWell])
        {
            var step = new ScreenStep(kind, plate, well);
            End(step);
            _losses.Remove(step);
            _givenUp.Remove(step);
        }
    }

    /// <summary>Lets a lost step be handed out again.</summary>
    private void HandBack(ScreenStep step)
    {
        switch (step.Kind)
        {
            case ScreenStepKind.OpenPlate:
                _screen.ReportOpenLost(step.Plate);
                break;
            case ScreenStepKind.StartWell:
                _screen.ReportLost(step.Plate, step.Well);
                break;
            case ScreenStepKind.GiveUpWell:
                if (_givenUp.ContainsKey(step))
                    _toGiveUp.Enqueue(step);
                break;
            case ScreenStepKind.FinishPlate:
                _screen.ReportPlateLost(step.Plate);
                break;
            case ScreenStepKind.FinishScreen:
                _screen.ReportScreenLost();
                break;
            default:
                throw new InvalidOperationException($"The step {step.Kind} cannot be lost.");
        }
    }

    private static string Describe(ScreenStep step) => step.Kind switch
    {
        ScreenStepKind.OpenPlate => $"Reading back plate {step.Plate}",
        ScreenStepKind.FinishPlate => $"The tables of plate {step.Plate}",
        ScreenStepKind.FinishScreen => "The screen's tables and report",
        _ => $"{step.Plate} {step.Well}",
    };
}
