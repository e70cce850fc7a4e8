using System.Collections;
using HcsGrid.Grains;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace HcsGrid.Silo;

/// <summary>
/// Sends traces, metrics and logs to where the environment's <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says; nowhere without
/// it.
/// </summary>
internal sealed class Telemetry : IDisposable
{
    private readonly TracerProvider? _traces;
    private readonly MeterProvider? _metrics;

    private Telemetry(TracerProvider? traces, MeterProvider? metrics) => (_traces, _metrics) = (traces, metrics);

    private static bool IsWanted =>
        !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT"));

    /// <summary>Begins to send traces and metrics, until it is disposed.</summary>
    public static Telemetry Start(SiloOptions options) => !IsWanted ? new Telemetry(null, null) : new Telemetry(
        Sdk.CreateTracerProviderBuilder().SetResourceBuilder(ResourceOf(options))
            .AddSource(GrainsInstruments.Name, "Microsoft.Orleans.Runtime", "Microsoft.Orleans.Application")
            .AddOtlpExporter().Build(),
        Sdk.CreateMeterProviderBuilder().SetResourceBuilder(ResourceOf(options))
            .AddMeter(GrainsInstruments.Name, "Microsoft.Orleans", "System.Runtime").AddOtlpExporter().Build());

    /// <summary>Adds that logs are sent, each with the trace in which it was written.</summary>
    public static void AddLogs(HostApplicationBuilder builder, SiloOptions options)
    {
        if (!IsWanted)
            return;

        // Within a host OpenTelemetry takes its settings from the host's, which has no variables by itself.
        builder.Configuration.AddInMemoryCollection(
            from DictionaryEntry variable in Environment.GetEnvironmentVariables()
            let name = (string)variable.Key
            where name.StartsWith("OTEL_", StringComparison.Ordinal)
            select KeyValuePair.Create(name, (string?)variable.Value));
        builder.Logging.AddOpenTelemetry(logs =>
        {
            logs.IncludeFormattedMessage = true;
            logs.SetResourceBuilder(ResourceOf(options)).AddOtlpExporter();
        });
    }

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }

    private static ResourceBuilder ResourceOf(SiloOptions options) => ResourceBuilder.CreateDefault().AddService(
        $"hcsgrid-{options.Role.ToString().ToLowerInvariant()}", serviceNamespace: options.ClusterId,
        serviceInstanceId: options.Name ?? $"{options.Address}:{options.SiloPort}");
}
