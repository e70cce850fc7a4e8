using HcsGrid.Plates;
using HcsGrid.Runs.Coordination;

namespace HcsGrid.Runs.Tests.Coordination;

/// <summary>
/// A whole cluster in one thread and virtual time: a coordinator with its <see cref="JobRun"/>, silos with the
/// batcher's queue, a store, and between them messages that are lost, repeated and overtake each other. A seed is a
/// schedule.
/// </summary>
internal sealed class SimulatedCluster
{
    private const int MaxEventCount = 2_000_000;
    private const long CallTimeout = 10_000_000;
    private static readonly JobRunOptions Options = new() { MaxOpenPlateCount = 2, MaxLossCount = 1000 };

    private readonly SimulatedTime _time = new();
    private readonly Random _random;
    private readonly SimulatedFaults _faults;
    private readonly SimulatedStore _store;
    private readonly SimulatedSilo[] _silos;
    private readonly PlannedPlate[] _plates;
    private readonly Dictionary<(PlateId, WellAddress), SimulatedWell> _kinds = [];
    private readonly Dictionary<(PlateId, WellAddress), int> _mayBegin = [];
    private readonly HashSet<(PlateId, WellAddress)> _toldDone = [];
    private JobRun _run;
    private int _life;
    private long _nextWake = long.MaxValue;

    public SimulatedCluster(int seed)
    {
        _random = new Random(seed);
        _faults = SimulatedFaults.Draw(_random);
        _store = new SimulatedStore(_time, _random, _faults);
        _plates = [.. Enumerable.Range(0, _random.Next(1, 4)).Select(i =>
            new PlannedPlate(new PlateId($"P{i}"), _random.Next(0, 7)))];
        foreach (var (plate, wells) in _plates)
        {
            foreach (var well in WellsOf(wells))
            {
                _kinds[(plate, well)] = _random.Next(10) switch
                {
                    0 => SimulatedWell.Bad,
                    < 4 => SimulatedWell.Flaky,
                    _ => SimulatedWell.Good,
                };
            }
        }

        _silos = [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ =>
            new SimulatedSilo(_time, _random, _faults, _store, (plate, well) => _kinds[(plate, well)]))];
        _run = NewRun();
    }

    /// <summary>Events so far, and what they came to, as one number: equal for equal seeds.</summary>
    public (long Events, long Now, int Begun) Trace => (_time.EventCount, _time.Now, _silos.Sum(s => s.Begun.Count));

    /// <summary>Runs the screen to its end and checks what must hold of it.</summary>
    public void Run()
    {
        Repeat(_faults.SiloCrashMicroseconds, CrashSilo);
        Repeat(_faults.CoordinatorCrashMicroseconds, CrashCoordinator);
        Repeat(_faults.JumpMicroseconds, () => _time.Jump = TimeSpan.FromSeconds(_random.Next(-60, 60)));
        Pump();
        while (_run.State != JobState.Finished)
        {
            Assert.True(_time.EventCount < MaxEventCount, "The run never ends.");
            Assert.True(_time.TryStep(), "The run stands still.");
        }

        CheckEnd();

        // What is still on its way when the run has ended changes nothing of it.
        var (tables, rows) = (_store.Tables.ToDictionary(), _store.ScreenRowCount);
        while (_time.TryStep())
            Assert.True(_time.EventCount < MaxEventCount, "What is left over never ends.");
        Assert.Equal(tables, _store.Tables);
        Assert.Equal(rows, _store.ScreenRowCount);
        Assert.All(_silos, silo => Assert.True(silo.IsIdle));
    }

    private static IEnumerable<WellAddress> WellsOf(int count) => new PlateFormat(2, 3).Wells().Take(count);

    private JobRun NewRun() => new(_plates, Options) { Share = _random.Next(1, 6) };

    private void Repeat(long mean, Action fault)
    {
        if (mean == 0)
            return;
        _time.After(_random.NextInt64(1, 2 * mean), () =>
        {
            if (_time.Now >= _faults.EndMicroseconds || _run.State == JobState.Finished)
                return;
            fault();
            Repeat(mean, fault);
        });
    }

    private void CrashSilo() => _silos[_random.Next(_silos.Length)].Crash();

    /// <summary>Another coordinator knows of the run what the store tells; answers to the old one may still
    /// come.</summary>
    private void CrashCoordinator()
    {
        _life++;
        foreach (var well in _kinds.Keys)
            _mayBegin[well] = _mayBegin.GetValueOrDefault(well) + 1;
        _toldDone.Clear();
        _run = NewRun();
        _nextWake = long.MaxValue;
        Pump();
    }

    /// <summary>Hands out all steps that may run now.</summary>
    private void Pump()
    {
        while (true)
        {
            var step = _run.Next(_time.GetUtcNow());
            if (step.Kind == ScreenStepKind.End)
                return;
            if (step.Kind == ScreenStepKind.Wait)
                break;
            Do(step);
        }

        if (_run.NextDue is { } due)
        {
            var life = _life;
            var wait = Math.Clamp((long)(due - _time.GetUtcNow()).TotalMicroseconds, 1, 1_000_000);
            if (_time.Now + wait < _nextWake || _nextWake <= _time.Now)
            {
                _nextWake = _time.Now + wait;
                _time.After(wait, () => PumpIn(life));
            }
        }
    }

    private void PumpIn(int life)
    {
        if (life == _life)
            Pump();
    }

    private void Do(ScreenStep step)
    {
        Assert.InRange(_run.OpenPlates.Count(), 0, Options.MaxOpenPlateCount);
        var life = _life;
        switch (step.Kind)
        {
            case ScreenStepKind.OpenPlate:
                var wells = _plates.Single(p => p.Plate == step.Plate).WellCount;
                _store.ReadDone(
                    step.Plate, () => life == _life,
                    done => Report(life, run => run.ReportOpened(new PlateRun(step.Plate, WellsOf(wells), done))),
                    () => Lose(life, step));
                break;
            case ScreenStepKind.StartWell:
                StartWell(step, life);
                break;
            case ScreenStepKind.FinishPlate:
                _store.PutTables(
                    step.Plate, () => life == _life,
                    () => Report(life, run => run.ReportPlateFinished(step.Plate, step.Revision)),
                    () => Lose(life, step));
                break;
            case ScreenStepKind.FinishScreen:
                Assert.Equal(_plates.Length, _store.Tables.Count);
                _store.PutScreen(
                    () => life == _life, () => Report(life, run => run.ReportScreenFinished(step.Revision)),
                    () => Lose(life, step));
                break;
            default:
                throw new InvalidOperationException($"{step.Kind} was not to be expected.");
        }
    }

    private void StartWell(ScreenStep step, int life)
    {
        Assert.DoesNotContain((step.Plate, step.Well), _toldDone);
        Assert.InRange(_run.RunningWellCount, 1, _run.Share);
        var well = (step.Plate, step.Well);
        _mayBegin[well] = _mayBegin.GetValueOrDefault(well) + 1;
        var silo = _silos[_random.Next(_silos.Length)];
        Send(well, () => silo.Run(step.Plate, step.Well, outcome => Send(well, () => Take(life, step, outcome))));
        _time.After(CallTimeout, () => Lose(life, step));
    }

    private void Take(int life, ScreenStep step, SimulatedOutcome outcome)
    {
        switch (outcome)
        {
            // That a well is done or has failed may be told to a later coordinator, too: it is so.
            case SimulatedOutcome.Done:
                _run.ReportDone(step.Plate, step.Well);
                if (life == _life)
                    _toldDone.Add((step.Plate, step.Well));
                break;
            case SimulatedOutcome.Failed:
                _run.ReportFailed(step.Plate, step.Well);
                break;
            default:
                Lose(life, step);
                return;
        }

        Pump();
    }

    private void Report(int life, Action<JobRun> report)
    {
        if (life != _life)
            return;
        report(_run);
        Pump();
    }

    private void Lose(int life, ScreenStep step)
    {
        if (life != _life)
            return;
        _run.ReportLost(step, "a fault", _time.GetUtcNow());
        Pump();
    }

    /// <summary>Sends a message: it may be lost, come twice, and be overtaken.</summary>
    private void Send((PlateId, WellAddress) well, Action arrive)
    {
        var isFaulty = _time.Now < _faults.EndMicroseconds;
        if (isFaulty && _random.NextDouble() < _faults.MessageLost)
            return;
        if (isFaulty && _random.NextDouble() < _faults.MessageRepeated)
        {
            _mayBegin[well] = _mayBegin.GetValueOrDefault(well) + 1;
            _time.After(_random.NextInt64(1, 1 + _faults.MessageMicroseconds), arrive);
        }

        _time.After(_random.NextInt64(1, 1 + _faults.MessageMicroseconds), arrive);
    }

    private void CheckEnd()
    {
        Assert.Equal(_kinds.Count, _run.WellCount);
        Assert.Equal(_kinds.Count, _run.DoneCount + _run.FailedCount);
        Assert.Equal(0, _run.RunningStepCount);
        foreach (var (well, kind) in _kinds)
        {
            var table = _store.Tables[well.Item1];
            var (hasResult, inTable) = (_store.Results.Contains(well), table.Contains(well));
            Assert.True(hasResult || _store.Failures.Contains(well), $"{well} was lost.");
            if (kind == SimulatedWell.Good)
                Assert.True(hasResult && inTable, $"{well} is done, but not in its plate's tables.");
            if (kind == SimulatedWell.Bad)
                Assert.False(hasResult || inTable, $"{well} cannot be done.");
            if (_toldDone.Contains(well))
                Assert.True(inTable, $"{well} was told done, but is not in its plate's tables.");
        }

        Assert.Equal(_store.Tables.Values.Sum(t => t.Length), _store.ScreenRowCount);

        // No well is begun more often than it was handed out or its message came twice.
        foreach (var begun in _silos.SelectMany(s => s.Begun).CountBy(w => w))
            Assert.InRange(begun.Value, 1, _mayBegin[begun.Key]);
    }
}
