using FsCheck;
using FsCheck.Fluent;
using HcsGrid.Plates;

namespace HcsGrid.Runs.Tests;

public class PlateRunTests
{
    private static readonly PlateId Plate = new("P1");

    [Fact]
    public void Wells_start_in_the_order_of_their_addresses_and_those_done_do_not_start()
    {
        var run = new PlateRun(Plate, Wells("B01", "A10", "A02", "A02", "AA01"), Set("A10"));
        Assert.Equal((4, 1, 0, 3), (run.WellCount, run.DoneCount, run.FailedCount, run.WaitingCount));
        Assert.Equal(["A02", "B01", "AA01"], StartAll(run));
        Assert.Equal((3, 0, false), (run.RunningCount, run.WaitingCount, run.IsComplete));
    }

    [Fact]
    public void A_plate_without_wells_is_complete()
    {
        var run = new PlateRun(Plate, [], Set());
        Assert.True(run.IsComplete);
        Assert.False(run.TryStartNext(out _));
    }

    [Fact]
    public void A_lost_well_waits_again_behind_the_others()
    {
        var run = new PlateRun(Plate, Wells("A01", "A02"), Set());
        Assert.True(run.TryStartNext(out var first));
        run.ReportLost(first);
        run.ReportLost(first);
        Assert.Equal(WellState.Waiting, run.StateOf(first));
        Assert.Equal(["A02", "A01"], StartAll(run));
    }

    [Fact]
    public void A_well_that_is_done_cannot_be_lost_nor_fail()
    {
        var run = new PlateRun(Plate, Wells("A01"), Set());
        Assert.True(run.TryStartNext(out var well));
        run.ReportDone(well);
        run.ReportLost(well);
        run.ReportFailed(well);
        run.ReportDone(well);
        Assert.Equal((WellState.Done, 1, 0), (run.StateOf(well), run.DoneCount, run.FailedCount));
        Assert.Empty(StartAll(run));
    }

    [Fact]
    public void A_failed_well_that_turns_out_to_be_done_is_done()
    {
        var run = new PlateRun(Plate, Wells("A01"), Set());
        run.ReportFailed(WellAddress.Parse("A01"));
        run.ReportFailed(WellAddress.Parse("A01"));
        Assert.Equal((0, 1, true), (run.DoneCount, run.FailedCount, run.IsComplete));
        run.ReportDone(WellAddress.Parse("A01"));
        Assert.Equal((1, 0, true), (run.DoneCount, run.FailedCount, run.IsComplete));
    }

    [Fact]
    public void A_well_reported_while_it_waits_is_not_started()
    {
        var run = new PlateRun(Plate, Wells("A01", "A02", "A03"), Set());
        run.ReportDone(WellAddress.Parse("A01"));
        run.ReportFailed(WellAddress.Parse("A02"));
        Assert.Equal(1, run.WaitingCount);
        Assert.Equal(["A03"], StartAll(run));
    }

    [Fact]
    public void A_well_of_another_plate_is_refused()
    {
        var run = new PlateRun(Plate, Wells("A01"), Set());
        Assert.Throws<KeyNotFoundException>(() => run.ReportDone(WellAddress.Parse("B01")));
        Assert.Equal(0, run.DoneCount);
    }

    [Fact]
    public void Any_order_of_reports_leaves_a_plate_that_a_plain_model_agrees_with() =>
        Prop.ForAll<(byte Kind, byte Well)[]>(steps =>
        {
            var wells = new PlateFormat(2, 3).Wells().ToArray();
            var run = new PlateRun(Plate, wells, Set("A02"));
            var states = wells.ToDictionary(w => w, w => w.ToString() == "A02" ? WellState.Done : WellState.Waiting);
            var outside = new List<WellAddress>();
            foreach (var (kind, index) in steps)
            {
                var well = wells[index % wells.Length];
                switch (kind % 5)
                {
                    case 0 when run.TryStartNext(out var next):
                        if (states[next] != WellState.Waiting)
                            return false;
                        states[next] = WellState.Running;
                        break;
                    case 0:
                        if (states.ContainsValue(WellState.Waiting))
                            return false;
                        break;
                    case 1:
                        run.ReportDone(well);
                        states[well] = WellState.Done;
                        break;
                    case 2:
                        run.ReportFailed(well);
                        if (states[well] != WellState.Done)
                            states[well] = WellState.Failed;
                        break;
                    default:
                        run.ReportLost(well);
                        if (states[well] == WellState.Running)
                            states[well] = WellState.Waiting;
                        break;
                }

                if (!Agree(run, states))
                    return false;
            }

            return true;
        }).QuickCheckThrowOnFailure();

    private static bool Agree(PlateRun run, Dictionary<WellAddress, WellState> states)
    {
        int Count(WellState state) => states.Values.Count(s => s == state);
        return run.DoneCount == Count(WellState.Done) && run.FailedCount == Count(WellState.Failed) &&
            run.RunningCount == Count(WellState.Running) && run.WaitingCount == Count(WellState.Waiting) &&
            run.IsComplete == states.Values.All(s => s is WellState.Done or WellState.Failed) &&
            states.All(s => run.StateOf(s.Key) == s.Value);
    }

    private static IEnumerable<WellAddress> Wells(params string[] names) => names.Select(n => WellAddress.Parse(n));

    private static HashSet<WellAddress> Set(params string[] names) => [.. Wells(names)];

    private static List<string> StartAll(PlateRun run)
    {
        var started = new List<string>();
        while (run.TryStartNext(out var well))
            started.Add(well.ToString());
        return started;
    }
}
