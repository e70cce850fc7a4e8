using HcsGrid.Plates;
using HcsGrid.Runs.Coordination;

namespace HcsGrid.Runs.Tests.Coordination;

public class JobRunTests
{
    private static readonly PlateId P1 = new("P1");
    private static readonly WellAddress A01 = WellAddress.Parse("A01");
    private static readonly WellAddress A02 = WellAddress.Parse("A02");
    private static readonly JobRunOptions Options = new() { MaxLossCount = 3 };
    private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

    [Fact]
    public void A_job_runs_no_more_wells_than_its_share()
    {
        var run = Opened(3, share: 2);
        Assert.Equal("StartWell P1 A01", Next(run));
        Assert.Equal("StartWell P1 A02", Next(run));
        Assert.Equal("Wait", Next(run));
        Assert.Equal((2, 3), (run.RunningWellCount, run.Demand));
        run.ReportDone(P1, A01);
        Assert.Equal("StartWell P1 A03", Next(run));
        run.Share = 0;
        run.ReportDone(P1, A02);
        Assert.Equal("Wait", Next(run));
    }

    [Fact]
    public void A_lost_well_waits_longer_after_each_loss_and_is_given_up_in_the_end()
    {
        var run = Opened(1, share: 1);
        var step = run.Next(_now);
        run.ReportLost(step, "its silo is gone", _now);
        Assert.Equal("Wait", Next(run));
        Assert.Equal(_now + Options.FirstDelay, run.NextDue);
        _now += Options.FirstDelay;
        Assert.Equal("StartWell P1 A01", Next(run));
        run.ReportLost(step, "its silo is gone", _now);
        Assert.Equal(_now + (2 * Options.FirstDelay), run.NextDue);
        _now += 2 * Options.FirstDelay;
        Assert.Equal("StartWell P1 A01", Next(run));
        run.ReportLost(step, "the last silo is gone too", _now);

        var giveUp = run.Next(_now);
        Assert.Equal((ScreenStepKind.GiveUpWell, A01), (giveUp.Kind, giveUp.Well));
        Assert.Contains("3 attempts (MaxLossCount)", run.ReasonToGiveUp(giveUp), StringComparison.Ordinal);
        Assert.Contains("the last silo is gone too", run.ReasonToGiveUp(giveUp), StringComparison.Ordinal);
        run.ReportFailed(P1, A01);
        Assert.Equal("FinishPlate P1", Next(run));
    }

    [Fact]
    public void A_delay_never_exceeds_its_bound()
    {
        var run = Opened(1, share: 1, Options with { MaxLossCount = 100, MaxDelay = TimeSpan.FromSeconds(1) });
        for (var loss = 0; loss < 40; loss++)
        {
            run.ReportLost(run.Next(_now), "gone", _now);
            Assert.InRange(run.NextDue!.Value - _now, Options.FirstDelay, TimeSpan.FromSeconds(1));
            _now = run.NextDue.Value;
        }
    }

    [Fact]
    public void A_well_reported_done_while_it_waits_for_another_try_is_not_started_again()
    {
        var run = Opened(1, share: 1);
        run.ReportLost(run.Next(_now), "no answer in time", _now);
        run.ReportDone(P1, A01);
        _now += TimeSpan.FromMinutes(1);
        Assert.Equal("FinishPlate P1", Next(run));
    }

    [Fact]
    public void A_loss_told_twice_counts_once()
    {
        var run = Opened(1, share: 1);
        var step = run.Next(_now);
        for (var i = 0; i < 5; i++)
            run.ReportLost(step, "gone", _now);
        _now += TimeSpan.FromMinutes(1);
        Assert.Equal("StartWell P1 A01", Next(run));
        Assert.Equal("Wait", Next(run));
    }

    [Fact]
    public void A_plate_that_cannot_be_finished_fails_the_job_after_the_last_attempt_and_nothing_starts_after_that()
    {
        var run = Opened(1, share: 1);
        _ = run.Next(_now);
        run.ReportDone(P1, A01);
        for (var loss = 0; loss < Options.MaxLossCount; loss++)
        {
            Assert.Equal(JobState.Running, run.State);
            var step = run.Next(_now);
            Assert.Equal(ScreenStepKind.FinishPlate, step.Kind);
            run.ReportLost(step, "the store is full", _now);
            _now += TimeSpan.FromMinutes(1);
        }

        Assert.Equal(JobState.Failed, run.State);
        Assert.StartsWith("The tables of plate P1: ", run.Reason, StringComparison.Ordinal);
        Assert.EndsWith("the store is full", run.Reason, StringComparison.Ordinal);
        Assert.Equal("End", Next(run));
    }

    [Fact]
    public void A_paused_job_starts_nothing_and_goes_on_when_it_is_resumed()
    {
        var run = Opened(2, share: 1);
        Assert.Equal("StartWell P1 A01", Next(run));
        Assert.True(run.Pause());
        run.ReportDone(P1, A01);
        Assert.Equal("Wait", Next(run));
        Assert.Equal(0, run.Demand);
        Assert.True(run.Resume());
        Assert.Equal("StartWell P1 A02", Next(run));
    }

    [Fact]
    public void A_cancelled_job_ends_when_what_runs_has_ended_and_cannot_be_resumed()
    {
        var run = Opened(2, share: 1);
        Assert.Equal("StartWell P1 A01", Next(run));
        Assert.True(run.Cancel());
        Assert.Equal("Wait", Next(run));
        run.ReportDone(P1, A01);
        Assert.Equal("End", Next(run));
        Assert.False(run.Resume());
        Assert.Equal(JobState.Cancelled, run.State);
    }

    [Fact]
    public void Only_so_many_plates_are_open_and_the_next_is_opened_when_one_is_finished()
    {
        var run = new JobRun(
            [new PlannedPlate(P1, 1), new PlannedPlate(new PlateId("P2"), 1)],
            Options with { MaxOpenPlateCount = 1 });
        run.Share = 5;
        Assert.Equal("OpenPlate P1", Next(run));
        Assert.Equal("Wait", Next(run));
        run.ReportOpened(PlateOf("P1", 1));
        Assert.Equal("StartWell P1 A01", Next(run));
        Assert.Equal("Wait", Next(run));
        run.ReportDone(P1, A01);
        Assert.Equal("FinishPlate P1", Next(run));
        Assert.Equal("Wait", Next(run));
        run.ReportPlateFinished(P1, 0);
        Assert.Empty(run.OpenPlates);
        Assert.Equal("OpenPlate P2", Next(run));
        run.ReportLost(new ScreenStep(ScreenStepKind.OpenPlate, new PlateId("P2")), "gone", _now);
        _now += TimeSpan.FromMinutes(1);
        Assert.Equal("OpenPlate P2", Next(run));
        Assert.Equal((2, 1, 0), (run.WellCount, run.DoneCount, run.FailedCount));
    }

    [Fact]
    public void A_failed_well_that_turns_out_to_be_done_has_its_plate_and_the_screen_finished_again()
    {
        var run = Opened(1, share: 1);
        _ = run.Next(_now);
        run.ReportFailed(P1, A01);
        Assert.Equal("FinishPlate P1", Next(run));
        run.ReportPlateFinished(P1, 0);
        Assert.Equal("FinishScreen", Next(run));
        run.ReportDone(P1, A01);
        Assert.Equal((1, 0), (run.DoneCount, run.FailedCount));
        var again = run.Next(_now);
        Assert.Equal((ScreenStepKind.FinishPlate, 1), (again.Kind, again.Revision));

        // That an earlier making of the plate's tables ended is told again: it changes nothing.
        run.ReportPlateFinished(P1, 0);
        Assert.Equal("Wait", Next(run));
        run.ReportPlateFinished(P1, 1);

        // The screen's tables that were begun before would overwrite those made now: they are waited for.
        Assert.Equal("Wait", Next(run));
        run.ReportScreenFinished(0);
        var screen = run.Next(_now);
        Assert.Equal((ScreenStepKind.FinishScreen, 1), (screen.Kind, screen.Revision));
        run.ReportScreenFinished(1);
        Assert.Equal("End", Next(run));
        Assert.Equal(JobState.Finished, run.State);
    }

    private JobRun Opened(int wellCount, int share, JobRunOptions? options = null)
    {
        var run = new JobRun([new PlannedPlate(P1, wellCount)], options ?? Options) { Share = share };
        Assert.Equal("OpenPlate P1", Next(run));
        run.ReportOpened(PlateOf("P1", wellCount));
        return run;
    }

    private static PlateRun PlateOf(string plate, int wellCount) =>
        new(new PlateId(plate), new PlateFormat(8, 12).Wells().Take(wellCount), new HashSet<WellAddress>());

    private string Next(JobRun run)
    {
        var step = run.Next(_now);
        return $"{step.Kind} {step.Plate} {(step.Kind == ScreenStepKind.StartWell ? step.Well : "")}".TrimEnd();
    }
}
