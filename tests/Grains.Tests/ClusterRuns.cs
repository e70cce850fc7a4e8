using HcsGrid.Inference.Tests;
using HcsGrid.Runs.Coordination;
using HcsGrid.Runs.Tests;
using HcsGrid.Tests;

namespace HcsGrid.Grains.Tests;

/// <summary>
/// What tests do with the runs of a cluster, and what they demand of them.
/// </summary>
internal static class ClusterRuns
{
    /// <summary>Waits until a job has ended.</summary>
    public static async Task<RunStatus> EndOfAsync(this TestCluster cluster, string id)
    {
        using var patience = new CancellationTokenSource(FakeModel.Patience);
        RunStatus? last = null;
        await foreach (var status in cluster.Runs.WatchAsync(id, patience.Token))
            last = status;
        return last ?? throw new InvalidOperationException($"There is no job {id}.");
    }

    /// <summary>Waits until a job is told to be so.</summary>
    public static async Task<RunStatus> UntilAsync(this TestCluster cluster, string id, Func<RunStatus, bool> isSo)
    {
        using var patience = new CancellationTokenSource(FakeModel.Patience);
        await foreach (var status in cluster.Runs.WatchAsync(id, patience.Token))
        {
            if (isSo(status))
                return status;
        }

        throw new InvalidOperationException($"The job {id} ended otherwise.");
    }

    public static Task<RunStatus> SubmitAsync(
        this TestCluster cluster, SmallScreen screen, string id, int priority = JobRecord.DefaultPriority) =>
        cluster.Runs.SubmitAsync(new RunSubmission(screen.Job, id, priority), CancellationToken.None);

    /// <summary>Demands that a job's run folder holds what one machine makes of the screen, byte for
    /// byte.</summary>
    public static async Task SameAsLocalAsync(this TestCluster cluster, SmallScreen screen, string id)
    {
        var local = new MemoryBlobStore();
        await screen.RunAsync(local, new FakeModel(4));
        Assert.NotEmpty(local.Keys);
        var prefix = $"runs/{id}/";
        foreach (var key in local.Keys)
            Assert.True(local[key].AsSpan().SequenceEqual(cluster.Store[prefix + key]), key);

        // A cluster writes its plan and what it gathered beside it, and nothing else.
        Assert.All(
            cluster.Store.Keys.Where(k => k.StartsWith(prefix, StringComparison.Ordinal))
                .Select(k => k[prefix.Length..]).Except(local.Keys),
            k => Assert.True(
                k.StartsWith("compounds/", StringComparison.Ordinal) ||
                k.EndsWith("plan.json", StringComparison.Ordinal) ||
                k.EndsWith("gathered.json", StringComparison.Ordinal), k));
    }
}
