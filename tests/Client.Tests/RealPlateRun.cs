using HcsGrid.Tests;

namespace HcsGrid.Client.Tests;

/// <summary>
/// The real plate sbs96, run once for all tests that look at it.
/// </summary>
public sealed class RealPlateRun : IDisposable
{
    private readonly TempFolder _folder = new();
    private Task<ProcessResult>? _run;

    internal string Folder => _folder.PathOf("run");

    internal Task<ProcessResult> RunAsync() => _run ??= HcsGridProcess.RunAsync(
        "run", Path.Combine(Shared.RepositoryRoot, "docs", "examples", "sbs96.json"),
        "--images", Shared.PathOf("data", "sbs96"), "--out", Folder, "--json");

    public void Dispose() => _folder.Dispose();
}
