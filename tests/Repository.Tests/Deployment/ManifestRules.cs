using System.Text.Json.Nodes;

namespace HcsGrid.Repository.Tests.Deployment;

/// <summary>
/// What the objects of a kustomization have against each other: whatever one names is there.
/// </summary>
internal static class ManifestRules
{
    public static IEnumerable<string> Names(IReadOnlyList<ManifestObject> objects) =>
        objects.Where(o => o.Name.Length == 0 || (o.Kind != "Namespace" && o.Namespace != "hcsgrid"))
            .Select(o => $"{o.Title} has no name, or is not in the namespace hcsgrid")
            .Concat(objects.GroupBy(o => o.Title).Where(g => g.Count() > 1).Select(g => $"{g.Key} is there twice"));

    /// <summary>Every selector takes somebody's pods, a workload's its own.</summary>
    public static IEnumerable<string> Selectors(IReadOnlyList<ManifestObject> objects)
    {
        var workloads = Workloads(objects);
        foreach (var o in objects)
        {
            var own = o.IsWorkload ? [o] : workloads;
            foreach (var selector in SelectorsOf(o).Where(s => s is JsonObject { Count: > 0 }))
            {
                if (!own.Any(w => w.IsTakenBy(selector)))
                    yield return $"{o.Title} selects nobody's pods: {selector!.ToJsonString()}";
            }

            if (o.Kind == "Service" && !workloads.Any(w => w.Labels(o.At("spec", "selector"))))
                yield return $"{o.Title} selects nobody's pods";
            var target = o.At("spec", "scaleTargetRef");
            if (target is not null && !workloads.Any(w => w.Title == $"{target["kind"]}/{target["name"]}"))
                yield return $"{o.Title} scales {target["kind"]}/{target["name"]}, which is not there";
        }
    }

    /// <summary>Every port that is named is one of the containers behind it.</summary>
    public static IEnumerable<string> Ports(IReadOnlyList<ManifestObject> objects)
    {
        var workloads = Workloads(objects);
        foreach (var o in objects.Where(o => o.Kind == "Service"))
        {
            foreach (var workload in workloads.Where(w => w.Labels(o.At("spec", "selector"))))
            {
                var ports = ManifestObject.List(o.At("spec", "ports"));
                foreach (var port in ports.Where(p => !workload.HasPort(p["targetPort"])))
                    yield return $"{o.Title} leads to port {port["targetPort"]}, which {workload.Title} has not";
            }
        }

        foreach (var o in objects.Where(o => o.Kind == "NetworkPolicy"))
        {
            var ingress = ManifestObject.List(o.At("spec", "ingress"));
            foreach (var port in ingress.SelectMany(i => ManifestObject.List(i["ports"])))
            {
                if (!workloads.Any(w => w.IsTakenBy(o.At("spec", "podSelector")) && w.HasPort(port["port"])))
                    yield return $"{o.Title} opens port {port["port"]}, which no pod that it selects has";
            }
        }

        foreach (var o in workloads)
        {
            foreach (var (probe, port) in Probes(o).Where(p => !o.HasPort(p.Port)))
                yield return $"{o.Title}: {probe} asks port {port}, which the container has not";
            foreach (var port in PortSettings(o).Where(p => !o.HasPort(JsonValue.Create(p))))
                yield return $"{o.Title} is told to listen on port {port}, which the container does not name";
        }
    }

    /// <summary>Every secret, setting, account, volume and variable that is named is there.</summary>
    public static IEnumerable<string> References(IReadOnlyList<ManifestObject> objects)
    {
        foreach (var o in Workloads(objects))
        {
            var account = o.Text("spec", "template", "spec", "serviceAccountName");
            if (account.Length > 0 && !objects.Any(a => a.Title == $"ServiceAccount/{account}"))
                yield return $"{o.Title} runs as ServiceAccount/{account}, which is not there";
            var service = o.Text("spec", "serviceName");
            if (service.Length > 0 && !objects.Any(s => s.Title == $"Service/{service}"))
                yield return $"{o.Title} names Service/{service}, which is not there";
            foreach (var source in VolumeSources(o).Where(s => !objects.Any(other => other.Title == s)))
                yield return $"{o.Title} mounts {source}, which is not there";
            foreach (var problem in o.Containers.SelectMany(c => Environments(o, c, objects).Concat(Mounts(o, c))))
                yield return problem;
        }
    }

    /// <summary>The names of a container's variables: those of its own, of settings and of secrets.</summary>
    public static IEnumerable<string> VariablesOf(
        JsonObject container, IReadOnlyList<ManifestObject> objects) =>
        ManifestObject.List(container["env"]).Select(e => e["name"]!.ToString()).Concat(
            ManifestObject.List(container["envFrom"]).SelectMany(e => Sources(e))
                .SelectMany(source => objects.Where(o => o.Title == source))
                .SelectMany(o => (o.At("data") as JsonObject)?.Select(d => d.Key) ?? []));

    private static IEnumerable<string> Environments(
        ManifestObject workload, JsonObject container, IReadOnlyList<ManifestObject> objects)
    {
        foreach (var source in ManifestObject.List(container["envFrom"]).SelectMany(Sources))
        {
            if (!objects.Any(o => o.Title == source))
                yield return $"{workload.Title} takes its variables from {source}, which is not there";
        }

        foreach (var env in ManifestObject.List(container["env"]))
        {
            var key = ManifestObject.Find(env, "valueFrom", "secretKeyRef");
            if (key is not null && !objects.Any(
                o => o.Title == $"Secret/{key["name"]}" && o.At("data", key["key"]!.ToString()) is not null))
            {
                yield return $"{workload.Title}: {env["name"]} comes from Secret/{key["name"]}/{key["key"]}, " +
                    "which is not there";
            }
        }

        var variables = VariablesOf(container, objects).ToHashSet();
        foreach (var name in ExpandedIn(container).Where(n => !variables.Contains(n)))
            yield return $"{workload.Title} uses $({name}), which is not set";
    }

    private static IEnumerable<string> Mounts(ManifestObject workload, JsonObject container)
    {
        var volumes = ManifestObject.List(workload.At("spec", "template", "spec", "volumes"))
            .Select(v => v["name"]!.ToString())
            .Concat(ManifestObject.List(workload.At("spec", "volumeClaimTemplates"))
                .Select(v => v["metadata"]!["name"]!.ToString()))
            .ToHashSet();
        return ManifestObject.List(container["volumeMounts"]).Where(m => !volumes.Contains(m["name"]!.ToString()))
            .Select(m => $"{workload.Title} mounts {m["name"]}, which is not there");
    }

    /// <summary>The variables that a container's arguments and variables are made of.</summary>
    public static IEnumerable<string> ExpandedIn(JsonObject container) =>
        ((container["args"] as JsonArray)?.Select(a => a!.ToString()) ?? [])
            .Concat(ManifestObject.List(container["env"]).Select(e => e["value"]?.ToString() ?? ""))
            .SelectMany(text => DeployText.Expansions(text)).Distinct();

    private static IEnumerable<string> VolumeSources(ManifestObject workload)
    {
        foreach (var volume in ManifestObject.List(workload.At("spec", "template", "spec", "volumes")))
        {
            if (volume["secret"] is { } secret)
                yield return $"Secret/{secret["secretName"]}";
            if (volume["configMap"] is { } map)
                yield return $"ConfigMap/{map["name"]}";
        }
    }

    private static IEnumerable<string> Sources(JsonObject envFrom)
    {
        if (envFrom["configMapRef"] is { } map)
            yield return $"ConfigMap/{map["name"]}";
        if (envFrom["secretRef"] is { } secret)
            yield return $"Secret/{secret["name"]}";
    }

    private static ManifestObject[] Workloads(IReadOnlyList<ManifestObject> objects) =>
        [.. objects.Where(o => o.IsWorkload)];

    private static IEnumerable<JsonNode?> SelectorsOf(ManifestObject o)
    {
        if (o.Kind != "Service")
            yield return o.At("spec", "selector");
        yield return o.At("spec", "podSelector");
        foreach (var spread in ManifestObject.List(o.At("spec", "template", "spec", "topologySpreadConstraints")))
            yield return spread["labelSelector"];
        var peers = ManifestObject.List(o.At("spec", "ingress")).SelectMany(i => ManifestObject.List(i["from"])).Concat(
            ManifestObject.List(o.At("spec", "egress")).SelectMany(e => ManifestObject.List(e["to"])));
        // Pods of other namespaces are not ours to know.
        foreach (var peer in peers.Where(p => p["namespaceSelector"] is null))
            yield return peer["podSelector"];
    }

    private static IEnumerable<(string Probe, JsonNode? Port)> Probes(ManifestObject workload) =>
        from container in workload.Containers
        from probe in new[] { "startupProbe", "livenessProbe", "readinessProbe" }
        from way in new[] { "httpGet", "tcpSocket" }
        let asked = ManifestObject.Find(container, probe, way)
        where asked is not null
        select (probe, asked["port"]);

    // HCSGRID_SILO_PORT, HCSGRID_HTTP and their like.
    private static IEnumerable<string> PortSettings(ManifestObject workload) =>
        workload.Containers.SelectMany(c => ManifestObject.List(c["env"]))
            .Where(e => e["name"]!.ToString().Split('_')[^1] is "PORT" or "HTTP")
            .Select(e => DeployText.Port(e["value"]?.ToString() ?? "")).OfType<string>();
}
