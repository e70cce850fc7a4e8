using FsCheck;
using FsCheck.Fluent;
using HcsGrid.Plates;

namespace HcsGrid.Runs.Tests;

/// <summary>
/// A made-up life of a <see cref="ScreenRun"/>: workers that take steps, report them twice, late, in any order, or die.
/// </summary>
internal sealed class ScreenRunWalk
{
    private readonly Random _random;
    private readonly ScreenRun _run;
    private readonly List<ScreenStep> _held = [];
    private readonly List<ScreenStep> _told = [];
    private readonly Dictionary<(PlateId, WellAddress), int> _starts = [];
    private readonly Dictionary<PlateId, int> _finishes = [];
    private readonly HashSet<(PlateId, WellAddress)> _reported = [];
    private readonly HashSet<(PlateId, WellAddress)> _failed = [];
    private readonly HashSet<(PlateId, WellAddress)> _outcomes = [];
    private readonly HashSet<PlateId> _stale = [];
    private int _staleCount;
    private int _lostWells;
    private int _lostFinishes;
    private int _screenFinishes;

    public ScreenRunWalk(int seed)
    {
        _random = new Random(seed);
        var sizes = Gen.Choose(0, 6).ListOf(1 + (seed % 4)).Sample(1, new Rnd((ulong)seed, 1), size: 10).Single();
        _run = new ScreenRun([.. sizes.Select((wells, i) => new PlateRun(
            new PlateId($"P{i}"), new PlateFormat(2, 3).Wells().Take(wells),
            new PlateFormat(2, 3).Wells().Where(_ => _random.Next(5) == 0).ToHashSet()))]);
    }

    public void Run()
    {
        var alreadyDone = _run.DoneCount;
        for (var turn = 0; ; turn++)
        {
            Assert.True(turn < 20_000, "The screen never ends.");

            // Deaths end at some time, as they do in life.
            var mayDie = turn < 300;
            switch (_random.Next(mayDie ? 5 : 4))
            {
                case 0 or 1:
                    if (!Take())
                        return;
                    break;
                case 2 when _held.Count > 0:
                    Report(TakeAny(_held));
                    break;
                case 3 when _told.Count > 0:
                    Report(_told[_random.Next(_told.Count)]);
                    break;
                case 4 when _held.Count > 0:
                    Lose(TakeAny(_held));
                    break;
            }

            Assert.Equal(_reported.Count + alreadyDone, _run.DoneCount + _run.FailedCount);
            Assert.True(_run.WaitingCount >= 0);
            Assert.Equal(
                _run.OpenPlates.Sum(p => p.WellCount),
                _run.OpenPlates.Sum(p => p.DoneCount + p.FailedCount + p.RunningCount + p.WaitingCount));
        }
    }

    private bool Take()
    {
        var step = _run.Next();
        switch (step.Kind)
        {
            case ScreenStepKind.StartWell:
                Assert.DoesNotContain((step.Plate, step.Well), _reported);
                _starts[(step.Plate, step.Well)] = _starts.GetValueOrDefault((step.Plate, step.Well)) + 1;
                break;
            case ScreenStepKind.FinishPlate:
                Assert.True(_run.OpenPlates.SingleOrDefault(p => p.Plate == step.Plate)?.IsComplete ?? true);
                _finishes[step.Plate] = _finishes.GetValueOrDefault(step.Plate) + 1;
                _stale.Remove(step.Plate);
                break;
            case ScreenStepKind.FinishScreen:
                Assert.Equal(_run.PlateCount, _finishes.Count);
                Assert.Empty(_stale);
                _screenFinishes++;
                break;
            case ScreenStepKind.Wait:
                Assert.NotEmpty(_held);
                return true;
            case ScreenStepKind.End:
                CheckEnd();
                return false;
        }

        _held.Add(step);
        return true;
    }

    private void CheckEnd()
    {
        Assert.Equal(_run.PlateCount, _run.FinishedPlateCount);
        Assert.Empty(_run.OpenPlates);
        Assert.Empty(_stale);
        Assert.Equal(_run.WellCount, _run.DoneCount + _run.FailedCount);

        // Once each, and once more for each that was lost.
        Assert.Equal(_starts.Count + _lostWells, _starts.Values.Sum());
        Assert.InRange(
            _finishes.Values.Sum() + _screenFinishes,
            _run.PlateCount + 1,
            _run.PlateCount + 1 + _lostFinishes + (2 * _staleCount));
        if (_staleCount == 0)
            Assert.Equal(_run.PlateCount + 1 + _lostFinishes, _finishes.Values.Sum() + _screenFinishes);
        Assert.Empty(_held);
    }

    private void Report(ScreenStep step)
    {
        _told.Add(step);
        switch (step.Kind)
        {
            case ScreenStepKind.StartWell:
                _reported.Add((step.Plate, step.Well));
                ReportOutcome(step, isDone: _random.Next(4) != 0);
                if (_random.Next(4) == 0)
                    _run.ReportLost(step.Plate, step.Well);
                break;
            case ScreenStepKind.FinishPlate:
                _run.ReportPlateFinished(step.Plate, step.Revision);
                break;
            default:
                _run.ReportScreenFinished(step.Revision);
                break;
        }
    }

    private void ReportOutcome(ScreenStep step, bool isDone)
    {
        var well = (step.Plate, step.Well);
        var isFirst = _outcomes.Add(well);
        if (isDone)
        {
            // Tables that were begun without it are to be made again.
            if (_failed.Remove(well) && _finishes.ContainsKey(step.Plate))
            {
                _stale.Add(step.Plate);
                _staleCount++;
            }

            _run.ReportDone(step.Plate, step.Well);
            return;
        }

        if (isFirst)
            _failed.Add(well);
        _run.ReportFailed(step.Plate, step.Well);
    }

    private void Lose(ScreenStep step)
    {
        switch (step.Kind)
        {
            case ScreenStepKind.StartWell:
                _lostWells++;
                _run.ReportLost(step.Plate, step.Well);
                break;
            case ScreenStepKind.FinishPlate:
                _lostFinishes++;
                _run.ReportPlateLost(step.Plate);
                break;
            default:
                _lostFinishes++;
                _run.ReportScreenLost();
                break;
        }
    }

    private ScreenStep TakeAny(List<ScreenStep> steps)
    {
        var index = _random.Next(steps.Count);
        var step = steps[index];
        steps.RemoveAt(index);
        return step;
    }
}
