using System.Diagnostics;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace HcsGrid.Client.Tests;

/// <summary>
/// The real program as a child process.
/// </summary>
/// <remarks>Tests run one after another: each such process uses every core, and some tests time their kills by
/// it.</remarks>
internal sealed class HcsGridProcess : IDisposable
{
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(8);
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private HcsGridProcess(string[] args, string? folder, string? models = null)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder ?? Path.GetTempPath(),
        };
        start.Environment["TERM"] = "xterm-256color";
        // The models of whoever runs the tests are none of theirs.
        start.Environment["HCSGRID_MODELS"] = models ?? Path.Combine(AppContext.BaseDirectory, "no-models");
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "hcsgrid.dll"));
        foreach (var arg in args)
            start.ArgumentList.Add(arg);
        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        _output = _process.StandardOutput.ReadToEndAsync();
        _errors = _process.StandardError.ReadToEndAsync();
    }

    public static HcsGridProcess Start(params string[] args) => new(args, null);

    /// <summary>Runs a command to its end.</summary>
    public static Task<ProcessResult> RunAsync(params string[] args) => RunInAsync(null, args);

    /// <summary>Runs a command to its end in a working folder.</summary>
    public static async Task<ProcessResult> RunInAsync(string? folder, params string[] args)
    {
        using var process = new HcsGridProcess(args, folder);
        return await process.EndAsync();
    }

    /// <summary>Runs a command to its end, with a folder of models of its user's own.</summary>
    public static async Task<ProcessResult> RunWithModelsAsync(string models, params string[] args)
    {
        using var process = new HcsGridProcess(args, null, models);
        return await process.EndAsync();
    }

    /// <summary>Waits for the end.</summary>
    public async Task<ProcessResult> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(LongestRun);
        return new ProcessResult(_process.ExitCode, await _output, await _errors);
    }

    /// <summary>Kills the process (SIGKILL on Unix) once something has happened, or takes its end if that comes
    /// first.</summary>
    public async Task<ProcessResult> KillAfterAsync(Task happened)
    {
        var exit = _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await Task.WhenAny(happened, exit).WaitAsync(LongestRun);
        _process.Kill();
        await exit;
        return new ProcessResult(_process.ExitCode, await _output, await _errors);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
