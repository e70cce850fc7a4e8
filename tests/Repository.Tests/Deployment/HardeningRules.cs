using System.Globalization;
using System.Text.Json.Nodes;

namespace HcsGrid.Repository.Tests.Deployment;

/// <summary>
/// What every pod holds to: no root, nothing written but where it is meant to, bounds, probes, a named image, time to
/// drain.
/// </summary>
internal static class HardeningRules
{
    public static IEnumerable<string> Of(IReadOnlyList<ManifestObject> objects) =>
        objects.Where(o => o.IsWorkload).SelectMany(o => Pod(o).Concat(o.Containers.SelectMany(Container))
            .Select(problem => $"{o.Title}: {problem}"));

    private static IEnumerable<string> Pod(ManifestObject workload)
    {
        var pod = workload.At("spec", "template", "spec");
        if (!Is(pod, "true", "securityContext", "runAsNonRoot") || Is(pod, "0", "securityContext", "runAsUser"))
            yield return "may run as root";
        if (!Is(pod, "RuntimeDefault", "securityContext", "seccompProfile", "type"))
            yield return "has no seccomp profile";
        if (!Is(pod, "false", "automountServiceAccountToken"))
            yield return "holds a token of the Kubernetes API";
        if (!workload.IsOurs)
            yield break;
        if (ManifestObject.List(pod?["topologySpreadConstraints"]).FirstOrDefault() is null)
            yield return "is not spread over nodes";
        var grace = Number(pod?["terminationGracePeriodSeconds"]);
        var before = workload.Containers.Max(
            c => Number(ManifestObject.Find(c, "lifecycle", "preStop", "sleep", "seconds")));
        if (before <= 0)
            yield return "does not wait (preStop) until nobody sends it more";
        if (workload.Kind == "StatefulSet" && grace < before + ProgramSurface.DrainSeconds)
        {
            yield return $"has {grace} s to end, and needs {before} s before SIGTERM and " +
                $"{ProgramSurface.DrainSeconds} s to drain";
        }
    }

    private static IEnumerable<string> Container(JsonObject container)
    {
        if (!Is(container, "false", "securityContext", "allowPrivilegeEscalation"))
            yield return "may gain privileges";
        if (!Is(container, "true", "securityContext", "readOnlyRootFilesystem"))
            yield return "may write into its image";
        if (!Is(container, "[\"ALL\"]", "securityContext", "capabilities", "drop"))
            yield return "keeps capabilities";
        foreach (var bound in new[] { ("requests", "cpu"), ("requests", "memory"), ("limits", "memory") })
        {
            if (ManifestObject.Find(container, "resources", bound.Item1, bound.Item2) is null)
                yield return $"has no resources.{bound.Item1}.{bound.Item2}";
        }

        foreach (var probe in new[] { "livenessProbe", "readinessProbe" })
        {
            if (container[probe] is null)
                yield return $"has no {probe}";
        }

        var tag = container["image"]!.ToString().Split('/')[^1].Split(':');
        if (tag.Length != 2 || tag[1] == "latest")
            yield return $"takes whatever {container["image"]} happens to be";
    }

    private static bool Is(JsonNode? node, string expected, params string[] path)
    {
        var found = ManifestObject.Find(node, path);
        return (found is JsonValue ? found.ToString() : found?.ToJsonString()) == expected;
    }

    private static int Number(JsonNode? node) =>
        int.TryParse(node?.ToString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : 0;
}
