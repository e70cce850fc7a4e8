using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace HcsGrid.Benchmarks;

/// <summary>
/// A silo of a benchmark, seen from the parent.
/// </summary>
internal sealed class SiloProcess : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<SiloSample> _samples = [];
    private readonly Process _process;
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SiloProcess(ClusterSiloSettings settings)
    {
        var file = Path.Combine(settings.Store, $"silo-{settings.Port}.settings");
        File.WriteAllBytes(file, JsonSerializer.SerializeToUtf8Bytes(settings));
        var start = ThisProgram.StartInfo("cluster-silo", file);
        start.RedirectStandardInput = true;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.BeginOutputReadLine();
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Starts a silo and waits until it runs.</summary>
    public static async Task<SiloProcess> StartAsync(ClusterSiloSettings settings)
    {
        var silo = new SiloProcess(settings);
        await silo._started.Task.WaitAsync(TimeSpan.FromMinutes(2));
        return silo;
    }

    public IReadOnlyList<SiloSample> Samples
    {
        get
        {
            lock (_gate)
                return [.. _samples];
        }
    }

    public SiloSample Last
    {
        get
        {
            lock (_gate)
                return _samples[^1];
        }
    }

    public bool HasEnded => _process.HasExited;

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is not ['{', ..])
            return;
        lock (_gate)
            _samples.Add(JsonSerializer.Deserialize<SiloSample>(line)!);
        _started.TrySetResult();
    }
}
