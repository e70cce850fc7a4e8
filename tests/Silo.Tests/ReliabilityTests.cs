using HcsGrid.Storage;
using HcsGrid.Storage.Azure;
using HcsGrid.Tests;

namespace HcsGrid.Silo.Tests;

/// <summary>
/// What the cluster survives. The short forms run always; the long ones, whose numbers stand in docs/reliability.md,
/// with <c>HCSGRID_LONG=1</c>, and their table's rows go to the file that <c>HCSGRID_RELIABILITY</c> names.
/// </summary>
public class ReliabilityTests
{
    private static readonly string[] Roles = ["gpu", "gpu", "cpu"];
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(30);

    private readonly List<Exception> _failures = [];

    [Fact]
    public async Task Random_silos_killed_cost_no_well_and_no_byte_and_repeat_only_what_was_in_work()
    {
        using var screen = await FaultScreen.SimulateAsync(2, 24);
        await OnFoldersAsync(screen, async (drill, cluster, _) =>
            await TryAsync(drill, "kill", 3, 3, 15, (random, mark) => KillOneAsync(cluster, random, mark)));
    }

    [Fact]
    public async Task The_real_plate_on_three_silos_with_PostgreSQL_and_Azurite_gives_the_bytes_of_one_machine()
    {
        using var screen = await FaultScreen.Sbs96Async();
        await OnAzuriteAsync(screen, async (drill, _, _) =>
            await TryAsync(drill, "none", 1, 1, 10, (_, mark) =>
            {
                mark();
                return Task.CompletedTask;
            }));
    }

    [Fact]
    public async Task Long_random_silos_killed_cost_no_well()
    {
        AskForLong();
        using var screen = await FaultScreen.SimulateAsync(4, 24);
        await OnFoldersAsync(screen, async (drill, cluster, _) =>
        {
            await TryAsync(
                drill, "a random silo killed", 85, 30, 6, (random, mark) => KillOneAsync(cluster, random, mark));
        });
    }

    [Fact]
    public async Task Long_all_silos_killed_a_silo_paused_and_PostgreSQL_away_cost_no_well()
    {
        AskForLong();
        using var screen = await FaultScreen.SimulateAsync(4, 24);
        await OnFoldersAsync(screen, async (drill, cluster, postgres) =>
        {
            await TryAsync(drill, "all three silos killed at once", 5, 5, 15, async (_, mark) =>
            {
                mark();
                await Task.WhenAll(cluster.Running.Select(s => s.KillAsync()));
            });
            const string Paused = "one silo paused until the others declared it dead, then continued";
            await TryAsync(drill, Paused, 2, 2, 30, async (random, mark) =>
            {
                var silo = cluster.Running[random.Next(cluster.Running.Length)];
                await silo.SignalAsync("STOP");
                mark();
                await cluster.UntilDeclaredDeadAsync(silo, postgres);
                await silo.SignalAsync("CONT");
                await silo.EndAsync();
            });
            await TryAsync(drill, "PostgreSQL stopped for 30 s", 1, 1, 15, async (_, mark) =>
            {
                await postgres.StopAsync();
                await Task.Delay(Outage, TimeProvider.System);
                await postgres.StartAgainAsync();
                mark();
            });
            const string Both = "PostgreSQL stopped for 30 s and a silo killed at once";
            await TryAsync(drill, Both, 1, 1, 15, async (random, mark) =>
            {
                await postgres.StopAsync();
                await KillOneAsync(cluster, random, () => { });
                await Task.Delay(Outage, TimeProvider.System);
                await postgres.StartAgainAsync();
                mark();
            });
        });
    }

    [Fact]
    public async Task Long_Azurite_away_for_30_s_costs_no_well()
    {
        AskForLong();
        using var screen = await FaultScreen.SimulateAsync(4, 24);
        await OnAzuriteAsync(screen, async (drill, _, azurite) =>
        {
            await TryAsync(drill, "Azurite paused (SIGSTOP) for 30 s", 2, 2, 20, async (_, mark) =>
            {
                await azurite.SignalAsync("STOP");
                await Task.Delay(Outage, TimeProvider.System);
                await azurite.SignalAsync("CONT");
                mark();
            });
            await TryAsync(drill, "Azurite stopped (SIGTERM), started 30 s later", 2, 2, 20, async (_, mark) =>
            {
                await azurite.StopAsync();
                await Task.Delay(Outage, TimeProvider.System);
                await azurite.StartAsync();
                mark();
            });
        });
    }

    private void RequireNoFailure()
    {
        if (_failures.Count > 0)
            throw new AggregateException(_failures);
    }

    private static void AskForLong() => Assert.SkipUnless(
        Environment.GetEnvironmentVariable("HCSGRID_LONG") == "1", "Takes long: HCSGRID_LONG=1 asks for it");

    private static async Task KillOneAsync(ProcessCluster cluster, Random random, Action mark)
    {
        // One that is still starting has nothing to lose.
        var joined = await cluster.JoinedAsync();
        mark();
        await joined[random.Next(joined.Length)].KillAsync();
    }

    private async Task TryAsync(
        FaultDrill drill, string fault, int times, int mostPerJob, int wellsBetween,
        Func<Random, Action, Task> inflict)
    {
        var row = new FaultRow(fault);
        try
        {
            await drill.RunAsync(row, times, mostPerJob, wellsBetween, inflict);
            Assert.Equal(0, row.LostCount);
            Assert.True(row.RepeatCount <= row.InWorkCount, row.ToString());
        }
        // The other faults are tried all the same.
        catch (Exception error)
        {
            _failures.Add(new InvalidOperationException($"{fault}: {error.Message}", error));
        }
        finally
        {
            TestContext.Current.TestOutputHelper?.WriteLine(row.ToString());
            if (Environment.GetEnvironmentVariable("HCSGRID_RELIABILITY") is { Length: > 0 } table)
                await File.AppendAllLinesAsync(table, [row.ToString()]);
        }
    }

    private async Task OnFoldersAsync(
        FaultScreen screen, Func<FaultDrill, ProcessCluster, PostgresServer, Task> work)
    {
        await using var postgres = await PostgresServer.StartAsync();
        var folder = Directory.CreateTempSubdirectory("hcsgrid-store-");
        try
        {
            await using var cluster = new ProcessCluster(screen.Images, folder.FullName, postgres.Connection)
            {
                ProbeSeconds = 3,
                Slots = 2,
            };
            await cluster.AddAsync(Roles);
            await cluster.StartGatewayAsync();
            await work(
                new FaultDrill(cluster, screen, screen.Job, BlobStores.Open(folder.FullName), seed: 1), cluster,
                postgres);
            RequireNoFailure();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task OnAzuriteAsync(
        FaultScreen screen, Func<FaultDrill, ProcessCluster, Azurite, Task> work)
    {
        await using var azurite = new Azurite();
        await azurite.StartAsync();
        await using var postgres = await PostgresServer.StartAsync();
        var settings = new Dictionary<string, string>
        {
            [AzureCredentials.ConnectionStringSetting] = azurite.ConnectionString(),
        };
        var options = new AzureBlobStoreOptions
        {
            CreateContainer = true,
            Credentials = new AzureCredentials { Setting = name => settings.GetValueOrDefault(name) },
        };
        const string Images = $"azure://{Azurite.Account}/images";
        const string Store = $"azure://{Azurite.Account}/store/facility";
        await screen.UploadAsync(new AzureBlobStore(Images, options));
        var store = new AzureBlobStore(Store, options);
        await store.PutAsync(new BlobKey("made"), default, default);
        await using var cluster = new ProcessCluster(Images, Store, postgres.Connection, settings)
        {
            ProbeSeconds = 3,
            Slots = 2,
        };
        await cluster.AddAsync(Roles);
        await cluster.StartGatewayAsync();
        await work(new FaultDrill(cluster, screen, screen.JobAt(Images), store, seed: 1), cluster, azurite);
        RequireNoFailure();
    }
}
