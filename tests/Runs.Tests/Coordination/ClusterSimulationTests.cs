using System.Diagnostics;

namespace HcsGrid.Runs.Tests.Coordination;

/// <summary>
/// Seeded schedules of faults against what the cluster decides. A failure names its seed, and the seed gives it again:
/// <c>HCSGRID_SEED=1234</c> runs that one alone, <c>HCSGRID_LONG=1</c> a million.
/// </summary>
public class ClusterSimulationTests
{
    private const int ScheduleCount = 4_000;

    [Fact]
    public void Every_schedule_of_faults_ends_with_every_well_done_or_failed_and_in_its_tables()
    {
        var one = Environment.GetEnvironmentVariable("HCSGRID_SEED");
        var (first, count) = one is null ? (0, ScheduleCount) : (int.Parse(one), 1);
        if (one is null && Environment.GetEnvironmentVariable("HCSGRID_LONG") is "1")
            count = 1_000_000;
        var (start, events) = (Stopwatch.GetTimestamp(), 0L);
        for (var seed = first; seed < first + count; seed++)
        {
            var cluster = new SimulatedCluster(seed);
            try
            {
                cluster.Run();
            }
            catch (Exception error)
            {
                Assert.Fail($"Schedule {seed} (HCSGRID_SEED={seed} runs it alone): {error}");
            }

            events += cluster.Trace.Events;
        }

        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        TestContext.Current.SendDiagnosticMessage(
            $"{count:N0} schedules, {events:N0} events, {count / seconds:N0} schedules a second");
    }

    [Fact]
    public void A_seed_gives_the_same_schedule_each_time()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var (once, again) = (new SimulatedCluster(seed), new SimulatedCluster(seed));
            once.Run();
            again.Run();
            Assert.Equal(once.Trace, again.Trace);
        }
    }
}
