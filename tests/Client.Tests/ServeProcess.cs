using System.Diagnostics;

namespace HcsGrid.Client.Tests;

/// <summary>
/// A real <c>hcsgrid serve</c> as a child process.
/// </summary>
internal sealed class ServeProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly Process _process;

    private ServeProcess(Process process, string url) => (_process, Url) = (process, url);

    /// <summary>Where it listens.</summary>
    public string Url { get; }

    public int Port => new Uri(Url).Port;

    /// <summary>Starts a server and waits until it listens.</summary>
    public static async Task<ServeProcess> StartAsync(string store, string images, params string[] more)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var arg in (string[])
        [
            Path.Combine(AppContext.BaseDirectory, "hcsgrid.dll"), "serve", "--store", store, "--allow-images", images,
            .. more.Contains("--listen") ? more : [.. more, "--listen", "127.0.0.1:0"],
        ])
        {
            start.ArgumentList.Add(arg);
        }

        var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        if (line is null)
            throw new InvalidOperationException($"The server did not start: {await errors}");
        return new ServeProcess(process, line.Split(' ')[2].TrimEnd(','));
    }

    /// <summary>Ends the process at once (SIGKILL on Unix).</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    /// <summary>Asks the process to end (SIGTERM), and waits for it.</summary>
    public async Task<int> TerminateAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]))
            await kill.WaitForExitAsync();
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
