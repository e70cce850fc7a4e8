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
    private int _lostWells;
    private int _lostFinishes;
    private int _screenFinishes;

    public ScreenRunWalk(int seed)
    {
        _random = new Random(seed);
        var sizes = Gen.Choose(0, 6).ListOf(1 + (seed % 4)).Sample(1, new Rnd((ulong)seed, 1), size: 10).Single();
        _run = new ScreenRun(sizes.Select((wells, i) => new PlateRun(
            new PlateId($"P{i}"), new PlateFormat(2, 3).Wells().Take(wells),
            new PlateFormat(2, 3).Wells().Where(_ => _random.Next(5) == 0).ToHashSet())));
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
            Assert.Equal(
                _run.WellCount, _run.Plates.Sum(p => p.DoneCount + p.FailedCount + p.RunningCount + p.WaitingCount));
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
                Assert.True(_run.Plates.Single(p => p.Plate == step.Plate).IsComplete);
                _finishes[step.Plate] = _finishes.GetValueOrDefault(step.Plate) + 1;
                break;
            case ScreenStepKind.FinishScreen:
                Assert.Equal(_run.Plates.Count, _finishes.Count);
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
        Assert.All(_run.Plates, p => Assert.True(p.IsComplete));
        Assert.Equal(_run.WellCount, _run.DoneCount + _run.FailedCount);

        // Once each, and once more for each that was lost.
        Assert.Equal(_starts.Count + _lostWells, _starts.Values.Sum());
        Assert.Equal(_run.Plates.Count + 1 + _lostFinishes, _finishes.Values.Sum() + _screenFinishes);
        Assert.Empty(_held);
    }

    private void Report(ScreenStep step)
    {
        _told.Add(step);
        switch (step.Kind)
        {
            case ScreenStepKind.StartWell:
                _reported.Add((step.Plate, step.Well));
                if (_random.Next(4) == 0)
                    _run.ReportFailed(step.Plate, step.Well);
                else
                    _run.ReportDone(step.Plate, step.Well);
                if (_random.Next(4) == 0)
                    _run.ReportLost(step.Plate, step.Well);
                break;
            case ScreenStepKind.FinishPlate:
                _run.ReportPlateFinished(step.Plate);
                break;
            default:
                _run.ReportScreenFinished();
                break;
        }
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
