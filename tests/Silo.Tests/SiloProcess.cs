using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace HcsGrid.Silo.Tests;

/// <summary>
/// The real program as a child process.
/// </summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private const int FirstPort = 12_000;
    private const int PortCount = 18_000;
    private static int _portCount = Environment.ProcessId * 97 % PortCount;
    private readonly Process _process;
    private readonly TaskCompletionSource<string> _url = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _words = [];
    private readonly WellLog? _wells;

    public SiloProcess(params string[] args)
        : this(args, null, null)
    {
    }

    /// <param name="args">Its arguments.</param>
    /// <param name="settings">Settings added to its environment.</param>
    /// <param name="wells">Hears of its wells, where it is told to tell of them.</param>
    public SiloProcess(string[] args, IReadOnlyDictionary<string, string>? settings, WellLog? wells)
    {
        _wells = wells;
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "hcsgrid-silo.dll"));
        foreach (var arg in args)
            start.ArgumentList.Add(arg);
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Where its HTTP surface listens.</summary>
    public Task<string> Url => _url.Task.WaitAsync(Patience);

    /// <summary>All that it said.</summary>
    public string Words
    {
        get
        {
            lock (_words)
                return string.Join('\n', _words);
        }
    }

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Whether it has joined the cluster: it listens once it has.</summary>
    public bool HasJoined => _url.Task.IsCompletedSuccessfully;

    /// <summary>Whether it was killed from here.</summary>
    public bool WasKilled { get; private set; }

    /// <summary>A port that is free just now, below those that systems give to outgoing connections: so nobody who
    /// happens to connect takes it before the process listens.</summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = FirstPort + (Interlocked.Increment(ref _portCount) % PortCount);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody listens there; the next is tried.
            }
        }
    }

    /// <summary>Kills it: SIGKILL on Unix.</summary>
    public async Task KillAsync()
    {
        WasKilled = true;
        _process.Kill();
        await EndAsync();
    }

    /// <summary>Sends it a signal.</summary>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Asks it to stop, as an orchestrator does, and waits for its end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        await SignalAsync("TERM");
        return await EndAsync();
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        _wells?.Forget(this);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        TestContext.Current.TestOutputHelper?.WriteLine(Words);
        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
            return;
        if (_wells?.Hear(this, line) == true)
            return;
        lock (_words)
            _words.Add(line);
        if (line.StartsWith("Listening on ", StringComparison.Ordinal))
            _url.TrySetResult(line["Listening on ".Length..]);
    }
}
