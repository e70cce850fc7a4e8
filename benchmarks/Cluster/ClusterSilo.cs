using System.Net;
using System.Text.Json;
using HcsGrid.Grains;
using HcsGrid.Imaging;
using HcsGrid.Inference;
using HcsGrid.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HcsGrid.Benchmarks;

/// <summary>
/// A silo of a benchmark: a child process that tells of itself every second and ends with its standard input.
/// </summary>
internal static class ClusterSilo
{
    public static async Task RunAsync(string settingsFile)
    {
        var settings = JsonSerializer.Deserialize<ClusterSiloSettings>(await File.ReadAllBytesAsync(settingsFile))!;
        using var meters = new SiloMeters();
        using var host = Build(settings);
        await host.StartAsync();
        var end = Task.Run(Console.In.ReadToEndAsync);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), TimeProvider.System);
        do
            Console.WriteLine(JsonSerializer.Serialize(meters.Sample()));
        while (await timer.WaitForNextTickAsync() && !end.IsCompleted);

        // The parent has seen what it wanted: nothing has to go on to its end.
        Environment.Exit(0);
    }

    private static IHost Build(ClusterSiloSettings settings)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole(c => c.SingleLine = true);
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(
            c => c.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.UseOrleans(silo => silo.UseLocalhostClustering(
            settings.Port, settings.GatewayPort, new IPEndPoint(IPAddress.Loopback, settings.PrimaryPort), "hcsgrid",
            "benchmark"));
        builder.Services.AddSingleton<ISiteReaders>(
            s => new NullReaders(s.GetRequiredService<PixelPool>(), settings.Image));
        var options = new GrainsOptions
        {
            WellSlots = settings.WellSlots,
            Models = settings.HasModel ? [MadeUpModel.Name] : [],
            Batcher = new TileBatcherOptions { RunnerCount = settings.Model.RunnerCount },
        };
        builder.Services.AddHcsGridSilo(
            options, new FolderBlobStore(settings.Store), new AllowedStores([settings.Store]),
            new MadeUpModels(settings.Model));
        return builder.Build();
    }
}
