using System.Diagnostics;
using System.Text.Json.Nodes;
using HcsGrid.Runs.Jobs;
using HcsGrid.Storage;

namespace HcsGrid.Silo.Tests;

/// <summary>
/// Runs a screen on a cluster again and again while faults are inflicted, and demands each time that every well is done
/// and every byte is that of one machine.
/// </summary>
internal sealed class FaultDrill(ProcessCluster cluster, FaultScreen screen, ScreenJob job, IBlobStore store, int seed)
{
    private readonly Random _random = new(seed);
    private int _jobCount;

    /// <summary>Runs jobs until the fault was inflicted so often.</summary>
    /// <param name="row">Takes what came of it.</param>
    /// <param name="times">How often.</param>
    /// <param name="mostPerJob">The most faults during one job.</param>
    /// <param name="wellsBetween">The most wells that are done before the next fault.</param>
    /// <param name="inflict">Inflicts the fault, and calls its argument at the moment from which the work is to go
    /// on.</param>
    public async Task RunAsync(
        FaultRow row, int times, int mostPerJob, int wellsBetween, Func<Random, Action, Task> inflict)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250), TimeProvider.System);
        using var stop = new CancellationTokenSource();
        var inWorkOfOwnEnds = 0;
        var replacing = ReplaceAsync();
        try
        {
            while (row.Times < times)
                await RunJobAsync();
        }
        finally
        {
            await stop.CancelAsync();
            await replacing;
            row.InWorkCount += inWorkOfOwnEnds;
        }

        async Task RunJobAsync()
        {
            var id = $"job-{_jobCount++}";
            await cluster.SubmitAsync(job, id);
            var end = cluster.EndAsync(id);
            for (var i = 0; i < mostPerJob && row.Times < times; i++)
            {
                await Task.WhenAny(cluster.Wells.UntilDoneAsync(_random.Next(1, wellsBetween + 1)), end);
                if (end.IsCompleted)
                    break;
                var (inWork, cutShort) = (cluster.Wells.InWorkCount, cluster.Wells.CutShortCount);
                var began = Stopwatch.GetTimestamp();
                Task<TimeSpan>? goesOn = null;
                await inflict(_random, () => (began, goesOn) = (Stopwatch.GetTimestamp(), cluster.Wells.GoesOnAsync()));
                row.Times++;

                // What silos say is heard late: of one that was killed all is heard only once it has ended.
                cutShort = cluster.Wells.CutShortCount - cutShort;
                row.InWorkCount += Math.Max(inWork, cutShort + cluster.Wells.InWorkCount);

                // A fault near the end leaves no well to begin: then the job's end counts.
                await Task.WhenAny(goesOn!, end);
                row.GoesOn.Add(goesOn!.IsCompleted ? await goesOn : Stopwatch.GetElapsedTime(began));
            }

            await CheckEndAsync(row, id, await end);
        }

        async Task ReplaceAsync()
        {
            while (!stop.IsCancellationRequested)
            {
                foreach (var silo in cluster.Replace())
                {
                    var cutShort = cluster.Wells.CutShortCount;
                    await silo.EndAsync();

                    // Those who end by themselves are a fault that nobody inflicted: what they had in work may be
                    // repeated.
                    if (!silo.WasKilled)
                    {
                        row.OwnEndCount++;
                        inWorkOfOwnEnds += cluster.Wells.CutShortCount - cutShort;
                    }
                }

                await timer.WaitForNextTickAsync(CancellationToken.None);
            }
        }
    }

    /// <summary>Counts what a job came to, and compares its run folder with that of one machine.</summary>
    private async Task CheckEndAsync(FaultRow row, string id, JsonNode last)
    {
        row.JobCount++;
        row.WellCount += screen.WellCount;
        row.LostCount += screen.WellCount - (int)last["wellsDone"]!;
        row.RepeatCount += cluster.Wells.RepeatCountOf(id);
        Assert.True((string?)last["state"] == "finished", last.ToJsonString());
        await screen.SameAsLocalAsync(store, id);
    }
}
