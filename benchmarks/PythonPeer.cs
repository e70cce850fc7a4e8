using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace HcsGrid.Benchmarks;

/// <summary>
/// The Python process that does the same steps (<c>peers/profiles.py</c>), one at a time, when asked.
/// </summary>
internal sealed class PythonPeer : IDisposable
{
    private readonly Process _process;

    private PythonPeer(Process process) => _process = process;

    /// <summary>Starts it on a folder of data and waits until it has read them.</summary>
    public static PythonPeer Start(string folder, int threads)
    {
        var python = Environment.GetEnvironmentVariable("HCSGRID_PYTHON") ?? "/usr/bin/python3";
        var script = Path.Combine(AppContext.BaseDirectory, "peers", "profiles.py");
        var start = new ProcessStartInfo(python, [script, folder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["OPENBLAS_NUM_THREADS"] = threads.ToString(CultureInfo.InvariantCulture);
        var peer = new PythonPeer(Process.Start(start)!);
        return peer._process.StandardOutput.ReadLine() == "ready"
            ? peer
            : throw new InvalidOperationException($"{python} {script} did not start.");
    }

    /// <summary>Runs a step to its end.</summary>
    public StepResult Run(string step)
    {
        _process.StandardInput.WriteLine(step);
        _process.StandardInput.Flush();
        var line = _process.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException($"The Python peer ended in the step '{step}'.");
        return JsonSerializer.Deserialize<StepResult>(line, JsonSerializerOptions.Web)!;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
