using System.Text.Json.Nodes;
using HcsGrid.Runs.Coordination;
using HcsGrid.Runs.Jobs;

namespace HcsGrid.Silo.Tests;

/// <summary>
/// Silo processes and a gateway over one folder.
/// </summary>
internal sealed class ProcessCluster(SimulatedRuns screen, string store, string? connection) : IAsyncDisposable
{
    private readonly List<SiloProcess> _silos = [];
    private readonly int _primaryPort = SiloProcess.FreePort();
    private readonly int _gatewayPort = SiloProcess.FreePort();
    private readonly HttpClient _http = new() { Timeout = SiloProcess.Patience };
    private SiloProcess? _gateway;

    /// <summary>The silos that were started, in order.</summary>
    public IReadOnlyList<SiloProcess> Silos => _silos;

    /// <summary>Starts a silo and waits until it is ready.</summary>
    public async Task<SiloProcess> AddAsync(string role)
    {
        var isFirst = _silos.Count == 0;
        var silo = new SiloProcess(
        [
            "--role", role, "--allow-images", screen.Images, "--slots", "3",
            "--silo-port", $"{(isFirst ? _primaryPort : SiloProcess.FreePort())}",
            "--gateway-port", $"{(isFirst ? _gatewayPort : SiloProcess.FreePort())}",
            "--primary-port", $"{_primaryPort}", "--probe-seconds", "1", "--missed-probes", "2", "--death-votes", "1",
            "--drain-seconds", "20", .. Common(),
        ]);
        _silos.Add(silo);
        await ReadyAsync(silo);
        return silo;
    }

    /// <summary>Starts the gateway and waits until it is ready.</summary>
    public async Task StartGatewayAsync()
    {
        _gateway = new SiloProcess(["--role", "gateway", "--gateway-port", $"{_gatewayPort}", .. Common()]);
        await ReadyAsync(_gateway);
    }

    public async Task SubmitAsync(ScreenJob job, string id)
    {
        using var content = new ByteArrayContent(SubmissionFile.Write(new RunSubmission(job, id)));
        content.Headers.ContentType = new("application/json");
        using var answer = await _http.PostAsync(new Uri($"{await _gateway!.Url}/api/runs"), content);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Follows a job's events until one is as wanted, or the job has ended.</summary>
    public async Task<JsonNode> UntilAsync(string id, Func<JsonNode, bool> isSo)
    {
        using var patience = new CancellationTokenSource(SiloProcess.Patience);
        var url = new Uri($"{await _gateway!.Url}/api/runs/{id}/events");
        await using var events = await _http.GetStreamAsync(url, patience.Token);
        using var reader = new StreamReader(events);
        JsonNode? last = null;
        while (await reader.ReadLineAsync(patience.Token) is { } line)
        {
            if (!line.StartsWith("data: ", StringComparison.Ordinal))
                continue;
            last = JsonNode.Parse(line["data: ".Length..])!;
            if (isSo(last))
                break;
        }

        return last ?? throw new InvalidOperationException("The job told nothing.");
    }

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
            await _gateway.DisposeAsync();
        foreach (var silo in _silos.AsEnumerable().Reverse())
            await silo.DisposeAsync();
        _http.Dispose();
    }

    private string[] Common() =>
    [
        "--store", store, "--http", "127.0.0.1:0", "--cluster-id", "test",
        .. connection is null ? (string[])[] : ["--membership", "postgres", "--connection", connection],
    ];

    /// <summary>Asks a process whether it is ready until it says so: each answer takes as long as the process
    /// needs.</summary>
    private async Task ReadyAsync(SiloProcess process)
    {
        using var patience = new CancellationTokenSource(SiloProcess.Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        var url = new Uri($"{await process.Url}/readyz");
        while (true)
        {
            using var answer = await _http.GetAsync(url, patience.Token);
            if (answer.IsSuccessStatusCode)
                return;
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }
}
