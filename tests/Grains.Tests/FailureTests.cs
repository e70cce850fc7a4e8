using HcsGrid.Inference.Tests;
using HcsGrid.Runs.Coordination;
using HcsGrid.Runs.Tests;

namespace HcsGrid.Grains.Tests;

public class FailureTests
{
    private static readonly SmallScreen Screen = SmallScreen.Make(
        plateCount: 3, rowCount: 3, columnCount: 4, siteCount: 2);

    [Fact]
    public async Task A_silo_that_is_killed_midway_costs_no_well_and_no_byte()
    {
        await using var cluster = await TestCluster.StartAsync(
            Screen, [TestCluster.Options, TestCluster.Options, TestCluster.Options]);
        await cluster.SubmitAsync(Screen, "job");
        await cluster.UntilAsync("job", s => s.WellsDone >= 6);

        await cluster.Silos[2].KillAsync();

        var end = await cluster.EndOfAsync("job");
        Assert.Equal((JobState.Finished, 36, 0), (end.State, end.WellsDone, end.WellsFailed));
        await cluster.SameAsLocalAsync(Screen, "job");
    }

    [Fact]
    public async Task A_silo_that_is_to_stop_lets_its_wells_end_first()
    {
        await using var cluster = await TestCluster.StartAsync(Screen, [TestCluster.Options, TestCluster.Options]);
        await cluster.SubmitAsync(Screen, "job");
        await cluster.UntilAsync("job", s => s.WellsDone >= 6);

        await cluster.Silos[1].StopAsync();

        var end = await cluster.EndOfAsync("job");
        Assert.Equal((JobState.Finished, 36, 0), (end.State, end.WellsDone, end.WellsFailed));
        await cluster.SameAsLocalAsync(Screen, "job");
    }

    [Fact]
    public async Task After_all_silos_ended_a_new_one_goes_on_from_the_store_without_being_asked()
    {
        await using var cluster = await TestCluster.StartAsync(Screen, [TestCluster.Options, TestCluster.Options]);
        await cluster.SubmitAsync(Screen, "job");
        await cluster.UntilAsync("job", s => s.WellsDone >= 13);
        foreach (var silo in cluster.Silos.Reverse())
            await silo.KillAsync();
        var before = cluster.Store.Keys.Count(k => k.EndsWith(".well", StringComparison.Ordinal));
        var written = 0;
        cluster.Store.OnWrite = key => written += key.EndsWith(".well", StringComparison.Ordinal) ? 1 : 0;

        await cluster.AddAsync(TestCluster.Options);

        var end = await cluster.EndOfAsync("job");
        Assert.Equal((JobState.Finished, 36, 0), (end.State, end.WellsDone, end.WellsFailed));
        Assert.Equal(36 - before, written);
        await cluster.SameAsLocalAsync(Screen, "job");
    }

    [Fact]
    public async Task A_store_that_keeps_the_search_for_jobs_waiting_keeps_no_silo_from_its_work()
    {
        using var letGo = new ManualResetEventSlim();
        var isStuck = new TaskCompletionSource();
        await using var cluster = await TestCluster.StartAsync(
            Screen,
            [
                TestCluster.Options with
                {
                    Heartbeat = TimeSpan.FromMilliseconds(50),
                    HeartbeatPatience = TimeSpan.FromMilliseconds(100),
                },
            ]);
        cluster.Store.OnRead = key =>
        {
            if (key != "jobs/stuck.json")
                return;
            isStuck.TrySetResult();
            letGo.Wait();
        };
        cluster.Store.Put("jobs/stuck.json", "{}");
        try
        {
            await isStuck.Task.WaitAsync(FakeModel.Patience);
            await cluster.SubmitAsync(Screen, "job");
            var end = await cluster.EndOfAsync("job");
            Assert.Equal((JobState.Finished, 36), (end.State, end.WellsDone));
        }
        finally
        {
            letGo.Set();
        }
    }

    [Fact]
    public async Task A_model_that_fails_gets_no_tiles_and_no_well_is_lost_by_it()
    {
        // Whichever silo loads the model second has one that breaks at its third run and for good.
        var loaded = 0;
        await using var cluster = await TestCluster.StartAsync(
            Screen, [TestCluster.Options, TestCluster.Options],
            () => new FakeModel(4) { OnRun = BreakOf(Interlocked.Increment(ref loaded)) });
        await cluster.SubmitAsync(Screen, "job");

        var end = await cluster.EndOfAsync("job");
        Assert.Equal((JobState.Finished, 36, 0), (end.State, end.WellsDone, end.WellsFailed));
        await cluster.SameAsLocalAsync(Screen, "job");

        static Action<int, float[]> BreakOf(int number) => number % 2 == 1
            ? (_, _) => { }
            : (run, _) =>
            {
                if (run >= 3)
                    throw new InvalidOperationException("The device is gone.");
            };
    }

    [Fact]
    public async Task A_store_that_fails_for_a_while_costs_no_well()
    {
        await using var cluster = await TestCluster.StartAsync(Screen, [TestCluster.Options, TestCluster.Options]);
        var puts = 0;
        cluster.Store.OnWrite = key =>
        {
            if (key.StartsWith("runs/", StringComparison.Ordinal) &&
                Interlocked.Increment(ref puts) is < 90 and var put && put % 3 == 0)
                throw new IOException("The store is away.");
        };
        await cluster.SubmitAsync(Screen, "job");

        var end = await cluster.EndOfAsync("job");
        Assert.Equal((JobState.Finished, 36, 0), (end.State, end.WellsDone, end.WellsFailed));
        await cluster.SameAsLocalAsync(Screen, "job");
    }

    [Fact]
    public async Task A_store_that_fails_every_tenth_write_for_good_keeps_no_job_from_its_end()
    {
        await using var cluster = await TestCluster.StartAsync(Screen, [TestCluster.Options, TestCluster.Options]);
        var puts = 0;
        cluster.Store.OnWrite = key =>
        {
            if (key.StartsWith("runs/", StringComparison.Ordinal) && Interlocked.Increment(ref puts) % 10 == 0)
                throw new IOException("The store is away.");
        };
        await cluster.SubmitAsync(Screen, "job");

        var end = await cluster.EndOfAsync("job");
        Assert.Equal((JobState.Finished, 36, 0), (end.State, end.WellsDone, end.WellsFailed));
        await cluster.SameAsLocalAsync(Screen, "job");
    }

    [Fact]
    public async Task A_well_that_cannot_be_read_fails_and_the_others_go_on()
    {
        var screen = SmallScreen.Make(plateCount: 2, rowCount: 2, columnCount: 3, siteCount: 1);
        screen.Images[SmallScreen.Key("P2", "B02", 1, "DNA")] = [1, 2, 3];
        await using var cluster = await TestCluster.StartAsync(screen, [TestCluster.Options, TestCluster.Options]);
        await cluster.SubmitAsync(screen, "job");

        var end = await cluster.EndOfAsync("job");
        Assert.Equal((JobState.Finished, 11, 1), (end.State, end.WellsDone, end.WellsFailed));
        await cluster.SameAsLocalAsync(screen, "job");
    }
}
