using HcsGrid.Inference.Tests;
using HcsGrid.Runs.Coordination;
using HcsGrid.Runs.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace HcsGrid.Grains.Tests;

/// <summary>
/// What a gateway, which is an Orleans client, makes of a cluster that is not there.
/// </summary>
public class UnreachableClusterTests
{
    private static readonly SmallScreen Screen = SmallScreen.Make(
        plateCount: 1, rowCount: 1, columnCount: 3, siteCount: 1);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_gateway_whose_silos_are_gone_says_that_none_can_be_reached()
    {
        await using var cluster = await TestCluster.StartAsync(Screen, [TestCluster.Options]);
        using var client = Client(cluster, cluster.Silos[0].GatewayPort);
        await client.StartAsync(TestContext.Current.CancellationToken);
        var runs = client.Services.GetRequiredService<GrainRunService>();
        Assert.Equal("first", (await runs.SubmitAsync(new RunSubmission(Screen.Job, "first"), default)).Id);

        await cluster.Silos[0].KillAsync();

        await SaysSoAsync(cluster, runs);
        await client.StopAsync(new CancellationToken(canceled: true));
    }

    [Fact]
    public async Task A_gateway_that_has_not_met_its_cluster_yet_says_the_same()
    {
        await using var cluster = await TestCluster.StartAsync(Screen, []);
        using var client = Client(cluster, gatewayPort: 1);

        await SaysSoAsync(cluster, client.Services.GetRequiredService<GrainRunService>());
    }

    private static async Task SaysSoAsync(TestCluster cluster, GrainRunService runs)
    {
        var record = new JobRecord
        {
            Id = "job",
            Job = Screen.Job,
            SubmittedAt = DateTimeOffset.UnixEpoch,
            State = JobState.Queued,
        };
        await cluster.Jobs.AddAsync(record, TestContext.Current.CancellationToken);
        foreach (var call in new Func<Task>[]
        {
            () => runs.FindAsync("job", CancellationToken.None),
            () => runs.ChangeAsync("job", RunChange.Pause, CancellationToken.None),
            () => runs.SubmitAsync(new RunSubmission(Screen.Job, "other"), CancellationToken.None),
            () => runs.SubmitAsync(new RunSubmission(Screen.Job, null), CancellationToken.None),
            () => runs.ListAsync(null, 10, CancellationToken.None),
            async () => await runs.WatchAsync("job", CancellationToken.None).GetAsyncEnumerator().MoveNextAsync(),
        })
        {
            var error = await Assert.ThrowsAsync<RunServiceUnavailableException>(call).WaitAsync(FakeModel.Patience);
            Assert.Contains("No silo of the cluster can be reached", error.Message, StringComparison.Ordinal);
            TestContext.Current.TestOutputHelper?.WriteLine($"{error.InnerException!.GetType()}");
        }
    }

    private static IHost Client(TestCluster cluster, int gatewayPort)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.UseOrleansClient(client =>
        {
            client.UseLocalhostClustering(gatewayPort, "hcsgrid", cluster.Id);
            client.Configure<ClientMessagingOptions>(o => o.ResponseTimeout = Patience);
        });
        builder.Services.AddHcsGridRunService(TestCluster.Options with { CallPatience = Patience }, cluster.Store);
        return builder.Build();
    }
}
