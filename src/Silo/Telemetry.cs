using HcsGrid.Grains;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace HcsGrid.Silo;

/// <summary>
/// Sends traces and metrics to where the environment's <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says; nowhere without it.
/// </summary>
internal sealed class Telemetry : IDisposable
{
    private readonly TracerProvider? _traces;
    private readonly MeterProvider? _metrics;

    private Telemetry(TracerProvider? traces, MeterProvider? metrics) => (_traces, _metrics) = (traces, metrics);

    public static Telemetry Start(SiloOptions options)
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT")))
            return new Telemetry(null, null);
        var resource = ResourceBuilder.CreateDefault().AddService(
            $"hcsgrid-{options.Role.ToString().ToLowerInvariant()}", serviceNamespace: options.ClusterId,
            serviceInstanceId: options.Name ?? $"{options.Address}:{options.SiloPort}");
        return new Telemetry(
            Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource)
                .AddSource(GrainsInstruments.Name, "Microsoft.Orleans.Runtime", "Microsoft.Orleans.Application")
                .AddOtlpExporter().Build(),
            Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource)
                .AddMeter(GrainsInstruments.Name, "Microsoft.Orleans", "System.Runtime").AddOtlpExporter().Build());
    }

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }
}
