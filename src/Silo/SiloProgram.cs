using System.Net;
using HcsGrid.Grains;
using HcsGrid.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Console;
using Orleans.Configuration;

namespace HcsGrid.Silo;

/// <summary>
/// The program <c>hcsgrid-silo</c>: one process of a cluster.
/// </summary>
/// <remarks>Exit codes: 0 when it was asked to stop, 1 when it was asked wrongly, 3 when it could not go on. Asked to
/// stop (SIGTERM, Ctrl-C) a silo lets its wells go on to their end and leaves the cluster.</remarks>
internal static class SiloProgram
{
    private const string ServiceId = "hcsgrid";

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is ["--help" or "-h"])
        {
            Console.WriteLine(SiloArguments.Usage);
            return 0;
        }

        try
        {
            var options = SiloArguments.Read(args, Environment.GetEnvironmentVariable);
            if (options is { Connection: { } connection, MakesSchema: true, Role: not SiloRole.Gateway })
                await MembershipSchema.MakeAsync(connection, CancellationToken.None).ConfigureAwait(false);
            using var telemetry = Telemetry.Start(options);
            using var host = Build(options);
            await RunAsync(host, options).ConfigureAwait(false);
            return 0;
        }
        catch (ArgumentException error)
        {
            await Console.Error.WriteLineAsync($"{error.Message}\nSee --help.").ConfigureAwait(false);
            return 1;
        }
        // Whatever ends the process is told in one sentence; the orchestrator starts it again.
#pragma warning disable CA1031
        catch (Exception error)
#pragma warning restore CA1031
        {
            await Console.Error.WriteLineAsync($"hcsgrid-silo: {error.Message}").ConfigureAwait(false);
            return 3;
        }
    }

    private static async Task RunAsync(IHost host, SiloOptions options)
    {
        var services = host.Services;
        var web = new HcsGridWebOptions
        {
            Keys = options.ApiKeyFile is { } file ? ApiKeys.Read(file) : null,
        };

        // The probes answer from the beginning: a gateway may wait long for its cluster.
        var server = await HcsGridServer.StartAsync(
            ListenAddress.Parse(options.Http), web, services.GetRequiredService<GrainRunService>(),
            [new ClusterReadiness(services.GetRequiredService<ClusterHealth>())], TimeProvider.System,
            CancellationToken.None).ConfigureAwait(false);
        await using var serverEnd = server.ConfigureAwait(false);
        Console.WriteLine($"Listening on {server.Url}");
        await host.RunAsync().ConfigureAwait(false);
    }

    internal static IHost Build(SiloOptions options)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("HcsGrid", options.LogLevel)
            .AddSimpleConsole(c =>
            {
                c.SingleLine = true;
                // A date's format of quoted text alone: what every line begins with.
                c.TimestampFormat = options.Name is { } name ? $"'{name}' " : null;
            });
        Telemetry.AddLogs(builder, options);
        builder.Services.Configure<ConsoleLoggerOptions>(c => c.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.Configure<HostOptions>(
            o => o.ShutdownTimeout = options.DrainTime + TimeSpan.FromSeconds(30));
        var grains = options.ToGrains();
        if (options.Role == SiloRole.Gateway)
        {
            builder.Services.AddSingleton(TimeProvider.System);
            builder.UseOrleansClient(client => Configure(client, options));
            builder.Services.AddHcsGridGateway(grains, options.Setup);
        }
        else
        {
            builder.UseOrleans(silo => Configure(silo, options));
            builder.Services.AddHcsGridSilo(grains, options.Setup);
        }

        return builder.Build();
    }

    private static void Configure(IClientBuilder client, SiloOptions options)
    {
        if (options.Connection is { } connection)
        {
            client.Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (options.ClusterId, ServiceId));
            client.UseAdoNetClustering(o => (o.Invariant, o.ConnectionString) = ("Npgsql", connection));
        }
        else
        {
            client.UseLocalhostClustering(options.GatewayPort, ServiceId, options.ClusterId);
        }

        client.Services.AddSingleton<IClientConnectionRetryFilter, PatientConnection>();
        client.Configure<GatewayOptions>(o => o.GatewayListRefreshPeriod = TimeSpan.FromSeconds(5));
        client.AddActivityPropagation();
    }

    private static void Configure(ISiloBuilder silo, SiloOptions options)
    {
        if (options.Connection is { } connection)
        {
            silo.Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (options.ClusterId, ServiceId));
            silo.UseAdoNetClustering(o => (o.Invariant, o.ConnectionString) = ("Npgsql", connection));
            silo.ConfigureEndpoints(
                options.Address, options.SiloPort, options.GatewayPort,
                listenOnAnyHostAddress: !IPAddress.IsLoopback(options.Address));
        }
        else
        {
            silo.UseLocalhostClustering(
                options.SiloPort, options.GatewayPort,
                new IPEndPoint(IPAddress.Loopback, options.PrimaryPort ?? options.SiloPort), ServiceId,
                options.ClusterId);
        }

        if (options.Name is { } name)
            silo.Configure<Orleans.Configuration.SiloOptions>(o => o.SiloName = name);
        silo.Configure<ClusterMembershipOptions>(o =>
        {
            o.ProbeTimeout = options.ProbeTimeout;
            o.NumMissedProbesLimit = options.MissedProbes;
            o.NumVotesForDeathDeclaration = options.DeathVotes;
            o.TableRefreshTimeout = 4 * options.ProbeTimeout;
            o.IAmAliveTablePublishTimeout = 4 * options.ProbeTimeout;
        });
        silo.AddActivityPropagation();
    }
}
