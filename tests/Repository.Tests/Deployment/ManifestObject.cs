using System.Text.Json.Nodes;

namespace HcsGrid.Repository.Tests.Deployment;

/// <summary>
/// An object of Kubernetes, as a manifest has it.
/// </summary>
internal sealed class ManifestObject(JsonObject json)
{
    private static readonly string[] Workloads = ["Deployment", "StatefulSet"];

    public string Kind => Text("kind");

    public string Name => Text("metadata", "name");

    public string Namespace => Text("metadata", "namespace");

    public string Title => $"{Kind}/{Name}";

    public bool IsWorkload => Workloads.Contains(Kind);

    /// <summary>The labels of a workload's pods.</summary>
    public IReadOnlyDictionary<string, string> PodLabels => LabelsAt(At("spec", "template", "metadata", "labels"));

    public IEnumerable<JsonObject> Containers => List(At("spec", "template", "spec", "containers"));

    /// <summary>Whether a workload's pods run HcsGrid.</summary>
    public bool IsOurs =>
        IsWorkload && PodLabels.TryGetValue("app.kubernetes.io/name", out var name) &&
        name.StartsWith("hcsgrid-", StringComparison.Ordinal);

    public JsonNode? At(params string[] path) => Find(json, path);

    public string Text(params string[] path) => At(path)?.ToString() ?? "";

    /// <summary>Whether a label selector takes the pods of this workload.</summary>
    public bool IsTakenBy(JsonNode? selector) => Labels(selector?["matchLabels"]) && Expressions(selector);

    /// <summary>Whether plain labels, as a service has them, take the pods of this workload.</summary>
    public bool Labels(JsonNode? labels) =>
        LabelsAt(labels).All(l => PodLabels.TryGetValue(l.Key, out var value) && value == l.Value);

    public IEnumerable<JsonObject> ContainerPorts => Containers.SelectMany(c => List(c["ports"]));

    public bool HasPort(JsonNode? port) => ContainerPorts.Any(p => port is not null &&
        (p["name"]?.ToString() == port.ToString() || p["containerPort"]?.ToString() == port.ToString()));

    public static JsonNode? Find(JsonNode? node, params string[] path) =>
        path.Aggregate(node, (current, key) => (current as JsonObject)?[key]);

    public static IEnumerable<JsonObject> List(JsonNode? node) => (node as JsonArray)?.OfType<JsonObject>() ?? [];

    private static Dictionary<string, string> LabelsAt(JsonNode? node) =>
        (node as JsonObject)?.ToDictionary(p => p.Key, p => p.Value?.ToString() ?? "") ?? [];

    private bool Expressions(JsonNode? selector) => List(selector?["matchExpressions"]).All(e =>
        e["operator"]?.ToString() == "In" && PodLabels.TryGetValue(e["key"]!.ToString(), out var value) &&
        e["values"]!.AsArray().Any(v => v!.ToString() == value));
}
