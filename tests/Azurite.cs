using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace HcsGrid.Tests;

/// <summary>
/// Azurite, the emulator of Azure Blob Storage, as a child process on a free port of this machine's own address; its
/// blobs lie in a folder that is deleted at the end.
/// </summary>
/// <remarks>
/// It comes from npm (<c>npm ci --ignore-scripts</c> in <c>tests/azurite</c>, which <c>.ci/run</c> does). Where it was
/// not installed, the tests that need it skip themselves by name.
/// </remarks>
public sealed class Azurite : IAsyncDisposable
{
    public const string Account = "devstoreaccount1";

    /// <summary>The account's key, which every Azurite has and its documentation prints.</summary>
    public const string Key =
        "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(1);
    private readonly string _folder = Directory.CreateTempSubdirectory("hcsgrid-azurite-").FullName;
    private readonly SemaphoreSlim _starting = new(1);
    private Process? _process;

    /// <summary>Further arguments, such as a certificate.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    public int Port { get; private set; }

    /// <summary>The file in which Azurite keeps what it knows of its blobs, written every few seconds.</summary>
    public string IndexFile => Path.Combine(_folder, "__azurite_db_blob__.json");

    private static string Program => Path.Combine(
        Shared.RepositoryRoot, "tests", "azurite", "node_modules", "azurite", "dist", "src", "blob", "main.js");

    /// <summary>A connection string of the account behind a port, Azurite's own unless another is named.</summary>
    public string ConnectionString(int? port = null) =>
        $"AccountName={Account};AccountKey={Key};" +
        $"BlobEndpoint=http://127.0.0.1:{port ?? Port}/{Account};DefaultEndpointsProtocol=http";

    /// <summary>A connection string that names where the account is, and holds no credentials.</summary>
    public string EndpointString(string scheme = "http") => $"BlobEndpoint={scheme}://127.0.0.1:{Port}/{Account}";

    /// <summary>A shared access signature of a whole container, that permits everything until a time.</summary>
    /// <remarks>Made as the service's documentation has it, without its client: Create a service SAS, version
    /// 2020-12-06 and later.</remarks>
    public static string SignatureOf(string container, DateTimeOffset expiry)
    {
        const string Version = "2021-12-02";
        var until = expiry.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        string[] parts =
        [
            "racwdl", "", until, $"/blob/{Account}/{container}", "", "", "", Version, "c", "", "", "", "", "", "", "",
        ];
        var hash = HMACSHA256.HashData(Convert.FromBase64String(Key), Encoding.UTF8.GetBytes(string.Join('\n', parts)));
        return $"sv={Version}&sr=c&sp={parts[0]}&se={Uri.EscapeDataString(until)}" +
            $"&sig={Uri.EscapeDataString(Convert.ToBase64String(hash))}";
    }

    /// <summary>Starts it if it does not run, on the port that it had; skips the test where it is not installed.
    /// </summary>
    public async Task StartAsync()
    {
        Assert.SkipUnless(
            File.Exists(Program), "Azurite is not installed: npm ci --ignore-scripts in tests/azurite brings it");
        await _starting.WaitAsync();
        try
        {
            if (_process is not { HasExited: false })
                await StartProcessAsync();
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>Kills it (SIGKILL on Unix).</summary>
    public async Task KillAsync()
    {
        if (_process is not { } process)
            return;
        process.Kill();
        await process.WaitForExitAsync().WaitAsync(LongestStart);
    }

    /// <summary>Asks it to stop, so that it writes what it knows, and waits for its end.</summary>
    public async Task StopAsync()
    {
        await SignalAsync("TERM");
        await _process!.WaitForExitAsync().WaitAsync(LongestStart);
    }

    /// <summary>Sends it a signal: <c>STOP</c> lets it hold every connection and answer none until <c>CONT</c>.
    /// </summary>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process!.Id}"]);
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
            await KillAsync();
        _process?.Dispose();
        _starting.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartProcessAsync()
    {
        if (Port == 0)
            Port = FreePort();
        var start = new ProcessStartInfo("node")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var arg in new[]
        {
            Program, "--blobHost", "127.0.0.1", "--blobPort", $"{Port}", "--location", _folder, "--silent",
            "--skipApiVersionCheck",
        }.Concat(Arguments))
        {
            start.ArgumentList.Add(arg);
        }

        _process?.Dispose();
        var listens = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var said = new List<string>();
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.Exited += (_, _) => listens.TrySetException(
            new InvalidOperationException($"Azurite ended: {string.Join('\n', said)}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await listens.Task.WaitAsync(LongestStart);

        void Hear(string? line)
        {
            lock (said)
                said.Add(line ?? "");
            if (line?.Contains("successfully listens", StringComparison.Ordinal) == true)
                listens.TrySetResult();
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
