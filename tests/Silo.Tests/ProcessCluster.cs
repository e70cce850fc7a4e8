using System.Text.Json.Nodes;
using HcsGrid.Runs.Coordination;
using HcsGrid.Runs.Jobs;

namespace HcsGrid.Silo.Tests;

/// <summary>
/// Silo processes and a gateway over one store.
/// </summary>
/// <param name="images">The permitted images.</param>
/// <param name="store">The store of jobs and runs.</param>
/// <param name="connection">PostgreSQL's; null for silos that find each other without.</param>
/// <param name="settings">Settings added to each process's environment.</param>
internal sealed class ProcessCluster(
    string images, string store, string? connection, IReadOnlyDictionary<string, string>? settings = null)
    : IAsyncDisposable
{
    private static readonly TimeSpan LongestJob = TimeSpan.FromMinutes(10);
    private readonly Lock _gate = new();
    private SiloProcess[] _silos = [];
    private readonly int _primaryPort = SiloProcess.FreePort();
    private readonly int _gatewayPort = SiloProcess.FreePort();
    private readonly HttpClient _http = new() { Timeout = SiloProcess.Patience };
    private readonly Dictionary<SiloProcess, string> _roles = [];
    private readonly Dictionary<SiloProcess, int> _ports = [];
    private readonly HashSet<SiloProcess> _replaced = [];
    private SiloProcess? _gateway;

    /// <summary>The silos that were started, in order.</summary>
    public IReadOnlyList<SiloProcess> Silos => _silos;

    /// <summary>Those of them that run.</summary>
    public SiloProcess[] Running => [.. _silos.Where(s => !s.HasEnded)];

    /// <summary>How long a silo that does not answer has, in seconds; twice in a row and it counts as dead.</summary>
    public int ProbeSeconds { get; init; } = 1;

    /// <summary>Wells that each silo that is started runs at the same time.</summary>
    public int Slots { get; set; } = 3;

    /// <summary>What the silos tell of their wells.</summary>
    public WellLog Wells { get; } = new();

    /// <summary>Those that run and have joined the cluster, as soon as there is one.</summary>
    public async Task<SiloProcess[]> JoinedAsync()
    {
        using var patience = new CancellationTokenSource(SiloProcess.Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        while (true)
        {
            SiloProcess[] joined = [.. _silos.Where(s => !s.HasEnded && s.HasJoined)];
            if (joined.Length > 0)
                return joined;
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    /// <summary>Starts a silo and waits until it is ready.</summary>
    public async Task<SiloProcess> AddAsync(string role)
    {
        var silo = Start(role);
        await ReadyAsync(silo);
        return silo;
    }

    /// <summary>Starts a silo.</summary>
    public SiloProcess Start(string role)
    {
        var isFirst = _silos.Length == 0;
        var port = isFirst ? _primaryPort : SiloProcess.FreePort();
        var silo = new SiloProcess(
        [
            "--role", role, "--allow-images", images, "--slots", $"{Slots}", "--log", "debug",
            "--silo-port", $"{port}",
            "--gateway-port", $"{(isFirst ? _gatewayPort : SiloProcess.FreePort())}",
            "--primary-port", $"{_primaryPort}", "--probe-seconds", $"{ProbeSeconds}", "--missed-probes", "2",
            "--death-votes", "1", "--drain-seconds", "20", .. Common(),
        ], settings, Wells);
        lock (_gate)
        {
            // Tests look at the silos while others are started in the place of those that ended.
            _silos = [.. _silos, silo];
            _roles[silo] = role;
            _ports[silo] = port;
        }

        return silo;
    }

    /// <summary>Starts silos at the same moment, and waits until they are ready.</summary>
    public async Task AddAsync(params string[] roles)
    {
        foreach (var silo in roles.Select(Start).ToArray())
            await ReadyAsync(silo);
    }

    /// <summary>Starts another silo for each that has ended, of its role and elsewhere, as an orchestrator does.
    /// </summary>
    /// <returns>Those that had ended.</returns>
    public SiloProcess[] Replace()
    {
        SiloProcess[] ended = [.. _silos.Where(s => s.HasEnded && !_replaced.Contains(s))];
        foreach (var silo in ended)
        {
            _replaced.Add(silo);
            Start(_roles[silo]);
        }

        return ended;
    }

    /// <summary>Starts the gateway and waits until it is ready.</summary>
    public async Task StartGatewayAsync()
    {
        _gateway = new SiloProcess(
            ["--role", "gateway", "--gateway-port", $"{_gatewayPort}", .. Common()], settings, wells: null);
        await ReadyAsync(_gateway);
    }

    public async Task SubmitAsync(ScreenJob job, string id)
    {
        using var content = new ByteArrayContent(SubmissionFile.Write(new RunSubmission(job, id)));
        content.Headers.ContentType = new("application/json");
        using var answer = await _http.PostAsync(new Uri($"{await _gateway!.Url}/api/runs"), content);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Waits until the membership counts a silo as dead.</summary>
    public async Task UntilDeclaredDeadAsync(SiloProcess silo, PostgresServer postgres)
    {
        const int Dead = 6;
        using var patience = new CancellationTokenSource(SiloProcess.Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), TimeProvider.System);
        while ((int?)await postgres.AskAsync(
            $"SELECT status FROM orleansmembershiptable WHERE port = {_ports[silo]}") != Dead)
            await timer.WaitForNextTickAsync(patience.Token);
    }

    /// <summary>Follows a job to its end, however often the gateway or the cluster behind it is away meanwhile.
    /// </summary>
    public async Task<JsonNode> EndAsync(string id)
    {
        using var patience = new CancellationTokenSource(LongestJob);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), TimeProvider.System);
        while (true)
        {
            try
            {
                var last = await UntilAsync(id, _ => false);
                if ((string?)last["state"] is "finished" or "failed" or "cancelled")
                    return last;
            }
            catch (Exception error) when (error is HttpRequestException or IOException or InvalidOperationException
                or OperationCanceledException)
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"{id}: {error.Message}");
            }

            await timer.WaitForNextTickAsync(patience.Token);
        }
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
        foreach (var silo in _silos.Reverse())
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
