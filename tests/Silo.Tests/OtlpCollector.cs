using System.Net;

namespace HcsGrid.Silo.Tests;

/// <summary>
/// A collector on this machine that takes OTLP over HTTP, and keeps what it is sent.
/// </summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Lock _gate = new();
    private readonly List<CollectedSpan> _spans = [];
    private readonly List<CollectedLine> _lines = [];
    private readonly Dictionary<string, CollectedPoint> _points = new(StringComparer.Ordinal);
    private readonly List<(Func<bool> IsSo, TaskCompletionSource Reached)> _waiting = [];
    private readonly string _url = $"http://127.0.0.1:{SiloProcess.FreePort()}";
    private readonly Task _work;

    public OtlpCollector()
    {
        _listener.Prefixes.Add($"{_url}/");
        _listener.Start();
        _work = Task.Run(WorkAsync);
    }

    /// <summary>What has a process send to it, twice a second.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _url,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "500",
        ["OTEL_BLRP_SCHEDULE_DELAY"] = "500",
    };

    public IReadOnlyList<CollectedSpan> Spans
    {
        get
        {
            lock (_gate)
                return [.. _spans];
        }
    }

    public IReadOnlyList<CollectedLine> Lines
    {
        get
        {
            lock (_gate)
                return [.. _lines];
        }
    }

    /// <summary>The newest point of each metric, process and set of tags.</summary>
    public IReadOnlyList<CollectedPoint> Points
    {
        get
        {
            lock (_gate)
                return [.. _points.Values];
        }
    }

    /// <summary>Waits until what was sent is as wanted.</summary>
    public Task UntilAsync(Func<bool> isSo)
    {
        lock (_gate)
        {
            if (isSo())
                return Task.CompletedTask;
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((isSo, reached));
            return reached.Task.WaitAsync(SiloProcess.Patience);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _work;
    }

    private async Task WorkAsync()
    {
        while (true)
        {
            HttpListenerContext request;
            try
            {
                request = await _listener.GetContextAsync();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using var body = new MemoryStream();
            await request.Request.InputStream.CopyToAsync(body);
            Take(request.Request.Url!.AbsolutePath, new ProtobufField(0, 0, body.ToArray()));
            request.Response.ContentType = "application/x-protobuf";
            request.Response.Close();
        }
    }

    // The numbers are those of opentelemetry-proto 1.x.
    private void Take(string path, ProtobufField body)
    {
        lock (_gate)
        {
            foreach (var resource in body.Within(1))
            {
                var about = TagsOf(resource.Within(1, 1));
                var process = $"{about["service.name"]} {about["service.instance.id"]}";
                switch (path)
                {
                    case "/v1/traces":
                        _spans.AddRange(resource.Within(2, 2).Select(s => SpanOf(process, s)));
                        break;
                    case "/v1/metrics":
                        foreach (var point in resource.Within(2, 2).SelectMany(m => PointsOf(process, m)))
                            _points[KeyOf(point)] = point;
                        break;
                    case "/v1/logs":
                        _lines.AddRange(resource.Within(2, 2).Select(l => new CollectedLine(
                            process, l.Within(9).FirstOrDefault().Hex, l.Within(5, 1).FirstOrDefault().Text)));
                        break;
                    default:
                        throw new InvalidDataException($"Nobody sends to {path}.");
                }
            }

            foreach (var (_, reached) in _waiting.Where(w => w.IsSo()))
                reached.TrySetResult();
        }
    }

    private static string KeyOf(CollectedPoint point) =>
        $"{point.Process} {point.Metric} {string.Join(' ', point.Tags.Select(t => $"{t.Key}={t.Value}").Order())}";

    private static CollectedSpan SpanOf(string process, ProtobufField span) => new(
        process, span.Within(1).Single().Hex, span.Within(2).Single().Hex, span.Within(4).FirstOrDefault().Hex,
        span.Within(5).Single().Text, TagsOf(span.Within(9)));

    private static IEnumerable<CollectedPoint> PointsOf(string process, ProtobufField metric)
    {
        var (name, unit) = (metric.Within(1).Single().Text, metric.Within(3).FirstOrDefault().Text);
        foreach (var point in metric.Within(5, 1).Concat(metric.Within(7, 1)))
        {
            var value = point.Within(4).Concat(point.Within(6)).Single();
            yield return new CollectedPoint(
                process, name, unit, TagsOf(point.Within(7)), value.Number == 4 ? value.Double : (long)value.Bits, 0);
        }

        foreach (var point in metric.Within(9, 1))
        {
            yield return new CollectedPoint(
                process, name, unit, TagsOf(point.Within(9)), point.Within(5).Single().Double,
                (long)point.Within(4).Single().Bits);
        }
    }

    private static Dictionary<string, string> TagsOf(IEnumerable<ProtobufField> pairs) => pairs.ToDictionary(
        p => p.Within(1).Single().Text,
        p => p.Within(2).SelectMany(v => ProtobufField.Read(v.Bytes)).Select(v => v.Number switch
        {
            1 => v.Text,
            4 => $"{v.Double}",
            _ => $"{(long)v.Bits}",
        }).FirstOrDefault(""), StringComparer.Ordinal);
}
