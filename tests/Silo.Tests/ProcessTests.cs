namespace HcsGrid.Silo.Tests;

public class ProcessTests(SimulatedRuns screen) : IClassFixture<SimulatedRuns>
{
    [Fact]
    public async Task A_cluster_of_processes_on_one_machine_gives_the_bytes_of_one_process()
    {
        var store = screen.NewStore();
        await using var cluster = new ProcessCluster(screen.Images, store, connection: null);
        await cluster.AddAsync("gpu");
        await cluster.AddAsync("cpu");
        await cluster.StartGatewayAsync();

        await cluster.SubmitAsync(screen.Job, "job");
        var end = await cluster.UntilAsync("job", _ => false);

        Assert.Equal(("finished", SimulatedRuns.WellCount), ((string)end["state"]!, (int)end["wellsDone"]!));
        await screen.SameAsLocalAsync(store, "job");
        Assert.Equal(0, await cluster.Silos[1].StopAsync());
        Assert.Contains("drains", cluster.Silos[1].Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Killed_silos_with_PostgreSQL_cost_no_well_and_no_byte_and_all_killed_go_on_after_a_restart()
    {
        await using var postgres = await PostgresServer.StartAsync();
        var store = screen.NewStore();
        await using var cluster = new ProcessCluster(screen.Images, store, postgres.Connection);
        await cluster.AddAsync("gpu");
        await cluster.AddAsync("gpu");
        await cluster.AddAsync("cpu");
        await cluster.StartGatewayAsync();
        await cluster.SubmitAsync(screen.Job, "job");

        await cluster.UntilAsync("job", s => (int)s["wellsDone"]! >= 5);
        await cluster.Silos[0].KillAsync();
        await cluster.UntilAsync("job", s => (int)s["wellsDone"]! >= 15);
        foreach (var silo in cluster.Silos.Skip(1))
            await silo.KillAsync();
        await cluster.AddAsync("gpu");

        var end = await cluster.UntilAsync("job", _ => false);
        Assert.Equal(
            ("finished", SimulatedRuns.WellCount, 0),
            ((string)end["state"]!, (int)end["wellsDone"]!, (int)end["wellsFailed"]!));
        await screen.SameAsLocalAsync(store, "job");
    }

    [Fact]
    public async Task The_memberships_tables_are_made_once_and_stay_when_they_are_made_again()
    {
        await using var postgres = await PostgresServer.StartAsync();
        await MembershipSchema.MakeAsync(postgres.Connection, default);
        await postgres.AskAsync("INSERT INTO orleansmembershipversiontable (deploymentid, version) VALUES ('a', 7)");

        await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => MembershipSchema.MakeAsync(postgres.Connection, default)));

        Assert.Equal(7, await postgres.AskAsync("SELECT version FROM orleansmembershipversiontable"));
        Assert.Equal(9L, await postgres.AskAsync("SELECT count(*) FROM orleansquery"));
    }

    [Fact]
    public async Task A_process_that_is_asked_wrongly_says_so_and_ends_with_1()
    {
        await using var process = new SiloProcess("--role", "nobody", "--store", screen.NewStore());
        Assert.Equal(1, await process.EndAsync());
        Assert.Contains("--role is 'nobody', expected gpu or cpu or gateway", process.Words, StringComparison.Ordinal);
    }
}
