using System.Net.Sockets;
using HcsGrid.Plates;
using HcsGrid.Runs.Coordination;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HcsGrid.Web;

/// <summary>
/// A web server of its own with the HTTP surface: what <c>hcsgrid serve</c> starts.
/// </summary>
public sealed class HcsGridServer : IAsyncDisposable
{
    /// <summary>The most connections at a time.</summary>
    public const int MaxConnectionCount = 4096;

    // A body that is too long is refused by the request itself. Kestrel then reads the rest, up to this, and throws
    // it away: a connection cut while the body still comes would take the answer with it.
    private const int MaxDrainedBytes = 8 * SubmissionFile.MaxBytes;

    private readonly WebApplication _app;

    private HcsGridServer(WebApplication app) => _app = app;

    /// <summary>The server's URL, with the port that it got.</summary>
    public string Url => _app.Urls.Single();

    /// <summary>Starts a server.</summary>
    /// <param name="listen">Where it listens: loopback only without keys.</param>
    /// <param name="options">How it behaves.</param>
    /// <param name="runs">Takes the jobs; the caller's to dispose, after the server.</param>
    /// <param name="checks">What must be ready.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="ScreenDataException">It may not or cannot listen there; the message says why.</exception>
    public static async Task<HcsGridServer> StartAsync(
        ListenAddress listen, HcsGridWebOptions options, IRunService runs, IReadOnlyList<IReadinessCheck> checks,
        TimeProvider time, CancellationToken cancellationToken)
    {
        listen.Check(options.Keys);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = [] });
        builder.Configuration.Sources.Clear();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Warning)
            // A failed start is told once, by its exception.
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)
            .AddSimpleConsole(c => c.SingleLine = true);
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(
            c => c.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = MaxConnectionCount;
            kestrel.Limits.MaxRequestBodySize = MaxDrainedBytes;
            kestrel.Listen(listen.Address, listen.Port);
        });
        builder.Services.AddSingleton<IHostLifetime, ServerLifetime>();
        builder.Services.AddSingleton(runs);
        builder.Services.AddSingleton(time);
        foreach (var check in checks)
            builder.Services.AddSingleton(check);
        builder.Services.AddHcsGridWeb(options with { OnlyLoopbackHosts = options.Keys is null });
        var app = builder.Build();
        app.MapHcsGrid();
        app.MapFallback("{**path}", context => RequestGuard.WriteAsync(
            context, ProblemDocument.Of(StatusCodes.Status404NotFound, "There is nothing under this path")));
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
            return new HcsGridServer(app);
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            await app.DisposeAsync().ConfigureAwait(false);
            throw new ScreenDataException(
                $"The server cannot listen on {listen}: {error.Message}", Place.Unknown, error);
        }
    }

    /// <summary>Ends the streams of events, lets other requests end, and closes the server.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync().ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
    }
}
