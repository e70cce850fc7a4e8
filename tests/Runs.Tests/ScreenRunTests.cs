using HcsGrid.Plates;

namespace HcsGrid.Runs.Tests;

public class ScreenRunTests
{
    [Fact]
    public void Plates_run_one_after_the_other_and_each_is_finished_as_soon_as_it_is_complete()
    {
        var run = new ScreenRun([PlateOf("P1", 2), PlateOf("P2", 1)]);
        Assert.Equal("StartWell P1 A01", Next(run));
        Assert.Equal("StartWell P1 A02", Next(run));
        Assert.Equal("StartWell P2 A01", Next(run));
        Assert.Equal("Wait", Next(run));
        run.ReportDone(new PlateId("P2"), WellAddress.Parse("A01"));
        Assert.Equal("FinishPlate P2", Next(run));
        Assert.Equal("Wait", Next(run));
        run.ReportFailed(new PlateId("P1"), WellAddress.Parse("A01"));
        run.ReportDone(new PlateId("P1"), WellAddress.Parse("A02"));
        run.ReportPlateFinished(new PlateId("P2"));
        Assert.Equal("FinishPlate P1", Next(run));
        Assert.Equal("Wait", Next(run));
        run.ReportPlateFinished(new PlateId("P1"));
        Assert.Equal("FinishScreen", Next(run));
        Assert.Equal("Wait", Next(run));
        run.ReportScreenFinished();
        Assert.Equal("End", Next(run));
        Assert.Equal("End", Next(run));
        Assert.Equal((3, 2, 1), (run.WellCount, run.DoneCount, run.FailedCount));
    }

    [Fact]
    public void A_screen_without_plates_and_a_plate_without_wells_come_to_their_end()
    {
        var empty = new ScreenRun([]);
        Assert.Equal("FinishScreen", Next(empty));
        empty.ReportScreenFinished();
        Assert.Equal("End", Next(empty));

        var run = new ScreenRun([PlateOf("P1", 0)]);
        Assert.Equal("FinishPlate P1", Next(run));
        run.ReportPlateFinished(new PlateId("P1"));
        Assert.Equal("FinishScreen", Next(run));
    }

    [Fact]
    public void A_plate_whose_finisher_is_gone_is_finished_again_and_so_is_the_screen()
    {
        var run = new ScreenRun([PlateOf("P1", 0)]);
        Assert.Equal("FinishPlate P1", Next(run));
        Assert.Equal("Wait", Next(run));
        run.ReportPlateLost(new PlateId("P1"));
        Assert.Equal("FinishPlate P1", Next(run));
        run.ReportPlateFinished(new PlateId("P1"));
        run.ReportPlateLost(new PlateId("P1"));
        Assert.Equal("FinishScreen", Next(run));
        run.ReportScreenLost();
        Assert.Equal("FinishScreen", Next(run));
        run.ReportScreenFinished();
        run.ReportScreenLost();
        Assert.Equal("End", Next(run));
    }

    [Fact]
    public void A_report_of_an_earlier_coordinator_counts_once_the_wells_do()
    {
        var run = new ScreenRun([PlateOf("P1", 1)]);
        run.ReportPlateFinished(new PlateId("P1"));
        run.ReportScreenFinished();
        Assert.Equal("StartWell P1 A01", Next(run));
        run.ReportDone(new PlateId("P1"), WellAddress.Parse("A01"));
        run.ReportPlateFinished(new PlateId("P1"));
        Assert.Equal("FinishScreen", Next(run));
        run.ReportScreenFinished();
        Assert.Equal("End", Next(run));
    }

    [Fact]
    public void Lost_late_repeated_and_shuffled_reports_bring_every_screen_to_its_end_once()
    {
        for (var seed = 0; seed < 400; seed++)
            new ScreenRunWalk(seed).Run();
    }

    private static PlateRun PlateOf(string plate, int wellCount) =>
        new(new PlateId(plate), new PlateFormat(8, 12).Wells().Take(wellCount), new HashSet<WellAddress>());

    private static string Next(ScreenRun run)
    {
        var step = run.Next();
        return $"{step.Kind} {step.Plate} {(step.Kind == ScreenStepKind.StartWell ? step.Well : "")}".TrimEnd();
    }
}
