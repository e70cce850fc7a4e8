using System.Text.Json.Nodes;
using HcsGrid.Tests;

namespace HcsGrid.Repository.Tests.Deployment;

/// <summary>
/// An overlay of <c>deploy/k8s</c>, built as a facility builds it: with copies of the examples of secrets.
/// </summary>
internal static class Kustomization
{
    private static readonly Dictionary<string, JsonNode> Built = [];

    /// <summary>The objects of an overlay.</summary>
    public static async Task<ManifestObject[]> ObjectsAsync(string overlay) =>
        [.. (await BuildAsync(overlay))["objects"]!.AsArray().Select(o => new ManifestObject(o!.AsObject()))];

    /// <summary>What Kubernetes' own schemas have against an overlay.</summary>
    public static async Task<IEnumerable<string>> ProblemsAsync(string overlay) =>
        (await BuildAsync(overlay))["problems"]!.AsArray().Select(p => p!.ToString());

    private static async Task<JsonNode> BuildAsync(string overlay)
    {
        if (Built.TryGetValue(overlay, out var built))
            return built;
        var folder = Directory.CreateTempSubdirectory("hcsgrid-k8s-").FullName;
        try
        {
            Copy(Path.Combine(Shared.RepositoryRoot, "deploy", "k8s"), folder);
            var facility = Path.Combine(folder, "facility");
            foreach (var name in new[] { "secrets.env", "api-keys.txt" })
                File.Copy(Path.Combine(facility, $"{name}.example"), Path.Combine(facility, name), overwrite: true);
            return Built[overlay] = await DeployCheck.KustomizeAsync(Path.Combine(folder, "overlays", overlay));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Copy(string from, string to)
    {
        foreach (var folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
    }
}
