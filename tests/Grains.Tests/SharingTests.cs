using HcsGrid.Inference.Tests;
using HcsGrid.Runs.Coordination;
using HcsGrid.Runs.Tests;

namespace HcsGrid.Grains.Tests;

public class SharingTests
{
    [Fact]
    public async Task Two_jobs_share_the_slots_by_their_priorities()
    {
        var screen = SmallScreen.Make(plateCount: 1, rowCount: 4, columnCount: 6, siteCount: 1);
        var model = new FakeModel(4);
        model.Hold();
        // However slow the machine: no job that keeps silent for a while loses its share to the other.
        var patient = TestCluster.Options with { HeartbeatPatience = 2 * FakeModel.Patience };
        await using var cluster = await TestCluster.StartAsync(
            screen, [patient with { WellSlots = 0 }], () => model);
        model.LetGo(1);
        await cluster.SubmitAsync(screen, "urgent", priority: 9);
        await cluster.SubmitAsync(screen, "other", priority: 3);
        await cluster.Calls.ClaimOfAsync("urgent");
        await cluster.Calls.ClaimOfAsync("other");

        // Both have said what they need when slots arrive; nothing ends while the model is held.
        await cluster.AddAsync(patient with { WellSlots = 12, Models = [] });
        await cluster.UntilAsync("urgent", s => s.WellsRunning == 9);
        await cluster.UntilAsync("other", s => s.WellsRunning == 3);
        model.LetGo(100_000);

        Assert.Equal(JobState.Finished, (await cluster.EndOfAsync("urgent")).State);
        Assert.Equal(JobState.Finished, (await cluster.EndOfAsync("other")).State);
    }

    [Fact]
    public async Task A_job_waits_while_no_silo_has_its_model_and_says_so()
    {
        var screen = SmallScreen.Make(plateCount: 1, rowCount: 2, columnCount: 3, siteCount: 1);
        await using var cluster = await TestCluster.StartAsync(screen, [TestCluster.Options with { Models = [] }]);
        await cluster.SubmitAsync(screen, "job");
        var waiting = await cluster.UntilAsync(
            "job", s => s.Stage.Contains("Waiting for a silo with the model fake", StringComparison.Ordinal));
        Assert.Equal(0, waiting.WellsRunning);

        await cluster.AddAsync(TestCluster.Options with { WellSlots = 0 });

        var end = await cluster.EndOfAsync("job");
        Assert.Equal((JobState.Finished, 6), (end.State, end.WellsDone));
        await cluster.SameAsLocalAsync(screen, "job");
    }

    [Fact]
    public async Task Wells_run_on_silos_that_have_the_model_before_others()
    {
        var screen = SmallScreen.Make(plateCount: 1, rowCount: 1, columnCount: 2, siteCount: 1);
        await using var cluster = await TestCluster.StartAsync(
            screen, [TestCluster.Options with { Models = [] }, TestCluster.Options]);
        await cluster.SubmitAsync(screen, "job");
        Assert.Equal(JobState.Finished, (await cluster.EndOfAsync("job")).State);

        Assert.Equal((0, 2), (StartedOn(cluster.Silos[0]), StartedOn(cluster.Silos[1])));
    }

    private static int StartedOn(TestSilo silo) => ((SiloRuns)silo.Services.GetService(typeof(SiloRuns))!).StartedCount;
}
