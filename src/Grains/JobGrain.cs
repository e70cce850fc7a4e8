using System.Diagnostics;
using HcsGrid.Plates;
using HcsGrid.Runs;
using HcsGrid.Runs.Coordination;
using Orleans.Concurrency;
using Orleans.Runtime.Placement;

namespace HcsGrid.Grains;

/// <inheritdoc cref="IJobGrain"/>
[Reentrant]
internal sealed partial class JobGrain(
    JobRegistry jobs, SiloRuns runs, GrainsOptions options, TimeProvider time, ILogger<JobGrain> logger)
    : Grain, IJobGrain, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _saving = new(1);
    private readonly JobWatchers _watchers = new(options.WatchExpiry, time);
    private readonly Dictionary<PlateId, RunProblem[]> _plateProblems = [];
    private readonly SiloLoad _load = new();
    private CancellationToken _stopping;
    private JobRecord? _record;
    private PlanIndex? _plan;
    private JobRun? _run;
    private JobShare _share = JobShare.None;
    private IGrainTimer? _timer;
    private Task? _loading;
    private DateTimeOffset _loadAgainAt;
    private long _claimedAt;
    private string _stage = "Waiting for its turn";
    private long _sequence;
    private long _toldSequence;
    private long _coordinator;

    private string Id => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _stopping = _stop.Token;
        _coordinator = time.GetUtcNow().Ticks;
        await RequireRecordAsync();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _timer?.Dispose();
        GrainsInstruments.TellOfJob(Id, null);
        await _stop.CancelAsync();
    }

    public void Dispose()
    {
        _stop.Dispose();
        _saving.Dispose();
    }

    public async Task<RunAnswer> StatusAsync()
    {
        await RequireRecordAsync();
        return Answer();
    }

    public Task PokeAsync() => RequireRecordAsync();

    public async Task<RunAnswer> WatchAsync(IRunObserver observer)
    {
        await RequireRecordAsync();
        if (_record is not null)
            _watchers.Add(observer);
        return Answer();
    }

    public Task UnwatchAsync(IRunObserver observer)
    {
        _watchers.Remove(observer);
        return Task.CompletedTask;
    }

    public async Task<RunAnswer> ChangeAsync(RunChange change)
    {
        await RequireRecordAsync();
        if (_record is null)
            return Answer();
        try
        {
            // What was asked for is in the store before it holds: no restart forgets it.
            await SaveAsync(r => (_run?.State == JobState.Finished ? r with { State = JobState.Finished } : r)
                .After(change));
        }
        catch (RunConflictException error)
        {
            return Answer() with { Conflict = error.Message };
        }

        switch (_record!.State)
        {
            case JobState.Paused:
                _run?.Pause();
                break;
            case JobState.Cancelled:
                _run?.Cancel();
                break;
            case JobState.Queued or JobState.Running when _run is { State: not JobState.Running }:
                // Paused goes on; cancelled or failed is planned and read back anew.
                if (!_run.Resume())
                    _run = null;
                else
                    await SaveAsync(r => r.State == JobState.Queued ? r with { State = JobState.Running } : r);
                break;
            default:
                break;
        }

        if (!_record.HasEnded)
            Begin();
        Pump();
        await TellAsync();
        return Answer();
    }

    /// <summary>Looks again for a job that was not there: it may have been submitted since.</summary>
    private async Task RequireRecordAsync()
    {
        if (_record is not null || !JobRecord.IsValidId(Id))
            return;
        _record = await Task.Run(() => jobs.FindAsync(Id, _stopping), _stopping);
        if (_record is { HasEnded: false })
            Begin();
    }

    /// <summary>Sees to it that the job goes on.</summary>
    private void Begin()
    {
        _timer ??= this.RegisterGrainTimer(
            TickAsync,
            new GrainTimerCreationOptions(TimeSpan.Zero, options.Tick) { Interleave = true, KeepAlive = true });
    }

    private async Task TickAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_run is null && _record is { HasEnded: false })
                await LoadAsync();
            if (_run is { State: JobState.Running } && time.GetElapsedTime(_claimedAt) >= options.Heartbeat)
                await ClaimAsync();
            Pump();
            GrainsInstruments.TellOfJob(Id, _run);
            if (_run is { State: not (JobState.Running or JobState.Paused) } run && _record!.State != run.State)
                await SaveAsync(r => r.HasEnded ? r : r with { State = run.State, Reason = run.Reason });
            await TellAsync();
            if (_record is { HasEnded: true } && _run is null or { RunningStepCount: 0 })
                await EndAsync();
        }
        // The next tick tries again: a store or a silo that is away now comes back.
        catch (Exception error) when (error is not OperationCanceledException)
        {
            GrainsInstruments.CountFailure(FailureCause.Of(error));
            LogTickFailed(logger, Id, error);
        }
    }

    private async Task LoadAsync()
    {
        if (_loading is null && time.GetUtcNow() >= _loadAgainAt)
            _loading = PlanAsync();
        if (_loading is { IsCompleted: true } loaded)
        {
            (_loading, _loadAgainAt) = (null, time.GetUtcNow() + options.Heartbeat);
            await loaded;
        }
    }

    private async Task PlanAsync()
    {
        var record = _record!;
        Stage("Finding images");
        try
        {
            _plan = await runs.PlanAsync(record, _stopping);
        }
        catch (ScreenDataException error)
        {
            await SaveAsync(r => r.HasEnded ? r : r with { State = JobState.Failed, Reason = error.Message });
            return;
        }

        await SaveAsync(r => r.State == JobState.Queued ? r with { State = JobState.Running } : r);
        _plateProblems.Clear();
        var run = new JobRun(
            _plan.Plates.Select(p => new PlannedPlate(new PlateId(p.Plate), p.WellCount)), options.Job);
        if (_record!.State == JobState.Paused)
            run.Pause();
        else if (_record.State == JobState.Cancelled)
            run.Cancel();
        _run = run;
        Stage("Running wells");
    }

    private async Task ClaimAsync()
    {
        _claimedAt = time.GetTimestamp();
        var claim = new JobClaim(Id, _record!.Priority, _record.Job.ModelSha256!, _run!.Demand);
        _share = await GrainFactory.GetGrain<ICapacityGrain>(0).ClaimAsync(claim);
        _run.Share = _share.SlotCount;
        Stage(_share.HasModel ? "Running wells" : $"Waiting for a silo with the model {_record.Job.Model}");
    }

    /// <summary>Starts every step that may run now.</summary>
    private void Pump()
    {
        if (_run is not { } run || _stopping.IsCancellationRequested)
            return;
        while (run.Next(time.GetUtcNow()) is { Kind: not (ScreenStepKind.Wait or ScreenStepKind.End) } step)
        {
            _ = RunStepAsync(run, step);
            _sequence++;
        }
    }

    private async Task RunStepAsync(JobRun run, ScreenStep step)
    {
        try
        {
            await DoAsync(run, step);
        }
        // Whatever ended the step's process, or keeps the store from answering: the step is tried again.
        catch (Exception error)
        {
            GrainsInstruments.CountFailure(FailureCause.Of(error));
            LogLost(logger, Id, step.Kind, step.Plate, step.Well, error.Message);
            run.ReportLost(step, error.Message, time.GetUtcNow());
        }

        _sequence++;
        Pump();
    }

    private async Task DoAsync(JobRun run, ScreenStep step)
    {
        var plate = GrainFactory.GetGrain<IPlateGrain>(WellKey.OfPlate(Id, step.Plate));
        switch (step.Kind)
        {
            case ScreenStepKind.OpenPlate:
                OpenedPlate? opened;
                while ((opened = await plate.OpenAsync()) is null)
                    _stopping.ThrowIfCancellationRequested();
                ReportOpened(run, step.Plate, opened);
                break;
            case ScreenStepKind.StartWell:
                await RunWellAsync(run, step);
                break;
            case ScreenStepKind.GiveUpWell:
                var reason = new RunProblem(
                    run.ReasonToGiveUp(step), new Place { Plate = step.Plate, Well = step.Well });
                await Task.Run(() => jobs.FolderOf(Id).PutFailureAsync(step.Plate, step.Well, reason, _stopping));
                run.ReportFailed(step.Plate, step.Well);
                break;
            case ScreenStepKind.FinishPlate:
                var doneCount = run.OpenPlates.First(p => p.Plate == step.Plate).DoneCount;
                while (!await plate.FinishAsync(doneCount))
                    _stopping.ThrowIfCancellationRequested();
                run.ReportPlateFinished(step.Plate, step.Revision);
                break;
            case ScreenStepKind.FinishScreen:
                Stage("Comparing compounds");
                PlateId[] plates = [.. _plan!.Plates.Select(p => new PlateId(p.Plate))];
                await runs.FinishScreenAsync(
                    _record!, plates,
                    [.. _plan.Problems, .. plates.SelectMany(p => _plateProblems.GetValueOrDefault(p, []))],
                    _stopping);
                run.ReportScreenFinished(step.Revision);
                Stage("Done");
                break;
            default:
                throw new InvalidOperationException($"A job was given the step {step.Kind}.");
        }
    }

    private void ReportOpened(JobRun run, PlateId plate, OpenedPlate opened)
    {
        if (opened.Refusal is not null)
        {
            run.Fail(opened.Refusal.ToString());
            return;
        }

        _plateProblems[plate] = opened.Problems;
        var wells = opened.Wells.Select(w => WellAddress.Parse(w)).Zip(opened.States).ToArray();
        run.ReportOpened(new PlateRun(
            plate, wells.Select(w => w.First),
            wells.Where(w => w.Second == WellState.Done).Select(w => w.First).ToHashSet()));
        foreach (var (well, _) in wells.Where(w => w.Second == WellState.Failed))
            run.ReportFailed(plate, well);
    }

    private async Task RunWellAsync(JobRun run, ScreenStep step)
    {
        // Each well is a trace of its own, over all the silos that it touches.
        Activity.Current = null;
        using var activity = GrainsInstruments.Source.StartActivity("well");
        activity?.SetTag("hcsgrid.job", Id).SetTag("hcsgrid.plate", step.Plate.Barcode)
            .SetTag("hcsgrid.well", step.Well.ToString());
        var silo = _load.Take(_share);
        try
        {
            if (silo is not null)
                RequestContext.Set(IPlacementDirector.PlacementHintKey, silo);
            var grain = GrainFactory.GetGrain<IWellGrain>(new WellKey(Id, step.Plate, step.Well).ToString());
            WellAnswer answer;
            while (!(answer = await grain.RunAsync()).HasEnded)
                _stopping.ThrowIfCancellationRequested();
            if (answer.Failure is null)
                run.ReportDone(step.Plate, step.Well);
            else
                run.ReportFailed(step.Plate, step.Well);
        }
        finally
        {
            _load.Return(silo);
        }
    }

    /// <summary>Changes the job's record, one change after the other, in the store first.</summary>
    private async Task SaveAsync(Func<JobRecord, JobRecord> change)
    {
        await _saving.WaitAsync(_stopping);
        try
        {
            var record = change(_record!);
            if (record == _record)
                return;
            await Task.Run(() => jobs.PutAsync(record, _stopping));
            _record = record;
            _sequence++;
        }
        finally
        {
            _saving.Release();
        }
    }

    /// <summary>Nothing is left to do: the activation may go, once nobody asks any more.</summary>
    private async Task EndAsync()
    {
        _timer?.Dispose();
        _timer = null;
        await GrainFactory.GetGrain<ICapacityGrain>(0).ClaimAsync(
            new JobClaim(Id, _record!.Priority, _record.Job.ModelSha256!, 0));
    }

    private async Task TellAsync()
    {
        if (_toldSequence == _sequence || _record is null)
            return;
        _toldSequence = _sequence;
        await _watchers.TellAsync(Answer());
    }

    private void Stage(string stage)
    {
        if (_stage == stage)
            return;
        _stage = stage;
        _sequence++;
    }

    private RunAnswer Answer() => new(
        _record is { } record ? JobStatus.Of(record, _run, _stage, _sequence) : null, _coordinator);
}
