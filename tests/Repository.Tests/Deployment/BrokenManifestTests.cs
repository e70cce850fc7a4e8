using System.Text.Json.Nodes;

namespace HcsGrid.Repository.Tests.Deployment;

/// <summary>
/// The checks of manifests fail where they should.
/// </summary>
public class BrokenManifestTests
{
    private const string Silo =
        """
        {
          "kind": "StatefulSet", "metadata": { "name": "a", "namespace": "hcsgrid" },
          "spec": {
            "serviceName": "s", "selector": { "matchLabels": { "app": "a" } },
            "template": {
              "metadata": { "labels": { "app": "a", "app.kubernetes.io/name": "hcsgrid-silo" } },
              "spec": {
                "automountServiceAccountToken": false, "terminationGracePeriodSeconds": 600,
                "securityContext": { "runAsNonRoot": true, "seccompProfile": { "type": "RuntimeDefault" } },
                "topologySpreadConstraints": [{ "labelSelector": { "matchLabels": { "app": "a" } } }],
                "containers": [{
                  "name": "c", "image": "example/hcsgrid-silo:1",
                  "args": ["--role", "cpu", "--store", "$(STORE)"],
                  "env": [{ "name": "HCSGRID_HTTP", "value": "*:80" },
                          { "name": "P", "valueFrom": { "secretKeyRef": { "name": "x", "key": "k" } } }],
                  "envFrom": [{ "configMapRef": { "name": "m" } }],
                  "ports": [{ "name": "http", "containerPort": 80 }],
                  "livenessProbe": { "httpGet": { "path": "/healthz", "port": "http" } },
                  "readinessProbe": { "httpGet": { "path": "/readyz", "port": "http" } },
                  "lifecycle": { "preStop": { "sleep": { "seconds": 5 } } },
                  "resources": { "requests": { "cpu": "1", "memory": "1Gi" }, "limits": { "memory": "1Gi" } },
                  "securityContext": {
                    "allowPrivilegeEscalation": false, "readOnlyRootFilesystem": true,
                    "capabilities": { "drop": ["ALL"] }
                  },
                  "volumeMounts": [{ "name": "scratch", "mountPath": "/tmp" }]
                }],
                "volumes": [{ "name": "scratch", "secret": { "secretName": "x" } }]
              }
            }
          }
        }
        """;

    private const string Others =
        """
        [
          { "kind": "Service", "metadata": { "name": "s", "namespace": "hcsgrid" },
            "spec": { "selector": { "app": "a" }, "ports": [{ "targetPort": "http" }] } },
          { "kind": "NetworkPolicy", "metadata": { "name": "n", "namespace": "hcsgrid" },
            "spec": { "podSelector": { "matchLabels": { "app": "a" } }, "ingress": [{ "ports": [{ "port": 80 }] }] } },
          { "kind": "HorizontalPodAutoscaler", "metadata": { "name": "h", "namespace": "hcsgrid" },
            "spec": { "scaleTargetRef": { "kind": "StatefulSet", "name": "a" },
                      "metrics": [{ "pods": { "metric": { "name": "queue" } } }] } },
          { "kind": "ConfigMap", "metadata": { "name": "m", "namespace": "hcsgrid" }, "data": { "STORE": "x" } },
          { "kind": "Secret", "metadata": { "name": "x", "namespace": "hcsgrid" }, "data": { "k": "" } }
        ]
        """;

    private static readonly HashSet<string> Options = ["--role", "--store"];

    [Fact]
    public void A_whole_manifest_passes() => Assert.Empty(Violations(Silo, Others));

    [Theory]
    [InlineData("\"matchLabels\": { \"app\": \"a\" } },", "\"matchLabels\": { \"app\": \"b\" } },",
        "selects nobody's pods")]
    [InlineData("\"serviceName\": \"s\"", "\"serviceName\": \"t\"", "names Service/t, which is not there")]
    [InlineData("\"port\": \"http\" } },\n", "\"port\": \"web\" } },\n", "asks port web")]
    [InlineData("*:80", "*:81", "listen on port 81")]
    [InlineData("--role", "--rolle", "--rolle, which the silo does not know")]
    [InlineData("$(STORE)", "$(STOER)", "uses $(STOER), which is not set")]
    [InlineData("\"configMapRef\": { \"name\": \"m\" }", "\"configMapRef\": { \"name\": \"l\" }",
        "ConfigMap/l, which is not there")]
    [InlineData("\"key\": \"k\"", "\"key\": \"j\"", "Secret/x/j, which is not there")]
    [InlineData("\"name\": \"P\"", "\"name\": \"Q\"", "has the variable Q, which nothing reads")]
    [InlineData("/healthz", "/health", "asks for /health, which the program does not serve")]
    [InlineData("{ \"name\": \"scratch\", \"mountPath\"", "{ \"name\": \"scrap\", \"mountPath\"", "mounts scrap")]
    [InlineData("\"secretName\": \"x\"", "\"secretName\": \"y\"", "mounts Secret/y, which is not there")]
    [InlineData("\"runAsNonRoot\": true", "\"runAsNonRoot\": false", "may run as root")]
    [InlineData("\"readOnlyRootFilesystem\": true", "\"readOnlyRootFilesystem\": false", "may write into its image")]
    [InlineData("[\"ALL\"]", "[\"NET_RAW\"]", "keeps capabilities")]
    [InlineData("hcsgrid-silo:1", "hcsgrid-silo:latest", "takes whatever")]
    [InlineData("Seconds\": 600", "Seconds\": 30", "has 30 s to end")]
    [InlineData("\"limits\": { \"memory\": \"1Gi\" }", "\"limits\": {}", "has no resources.limits.memory")]
    [InlineData("\"namespace\": \"hcsgrid\"", "\"namespace\": \"default\"", "not in the namespace")]
    public void A_broken_workload_is_found(string whole, string broken, string expected)
    {
        Assert.Contains(whole, Silo, StringComparison.Ordinal);
        Assert.Contains(
            Violations(Silo.Replace(whole, broken, StringComparison.Ordinal), Others),
            v => v.Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"selector\": { \"app\": \"a\" }", "\"selector\": { \"app\": \"b\" }",
        "Service/s selects nobody's pods")]
    [InlineData("\"targetPort\": \"http\"", "\"targetPort\": \"web\"", "leads to port web")]
    [InlineData("\"port\": 80", "\"port\": 90", "opens port 90")]
    [InlineData("\"kind\": \"StatefulSet\"", "\"kind\": \"Deployment\"", "scales Deployment/a, which is not there")]
    [InlineData("\"name\": \"queue\"", "\"name\": \"cue\"", "goes by cue")]
    [InlineData("\"name\": \"m\"", "\"name\": \"s\"", "ConfigMap/m, which is not there")]
    public void A_broken_object_beside_it_is_found(string whole, string broken, string expected)
    {
        Assert.Contains(whole, Others, StringComparison.Ordinal);
        Assert.Contains(
            Violations(Silo, Others.Replace(whole, broken, StringComparison.Ordinal)),
            v => v.Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("replicas: 1", "replica: 1", "/spec/replica: unknown field")]
    [InlineData("cpu: 1", "cpu: 1}, limit: {cpu: 1", "/resources/limit: unknown field")]
    [InlineData("containerPort: 1", "name: p", "required {\"missingProperty\":\"containerPort\"}")]
    [InlineData("value: \"5\"", "value: 5", "/env/0/value: type {\"type\":\"string\"}")]
    [InlineData("Always", "Sometimes", "/imagePullPolicy: enum")]
    [InlineData("kind: Deployment", "kind: Deployement", "Kubernetes has no Deployement in apps/v1")]
    [InlineData("apps/v1", "apps/v2", "Kubernetes has no Deployment in apps/v2")]
    [InlineData("image: b", "image: b, image: c", "unmarshal errors")]
    public async Task An_object_that_Kubernetes_does_not_know_is_found(string whole, string broken, string expected)
    {
        const string Manifest =
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  replicas: 1\n" +
            "  selector: {matchLabels: {a: b}}\n  template:\n    metadata: {labels: {a: b}}\n    spec: {containers: " +
            "[{name: a, image: b, imagePullPolicy: Always, ports: [{containerPort: 1}], " +
            "env: [{name: A, value: \"5\"}], resources: {requests: {cpu: 1}}}]}\n";
        Assert.Contains(whole, Manifest, StringComparison.Ordinal);
        Assert.Empty(await ProblemsOf(Manifest));
        Assert.Contains(
            await ProblemsOf(Manifest.Replace(whole, broken, StringComparison.Ordinal)),
            p => p.Contains(expected, StringComparison.Ordinal));
    }

    private static async Task<string[]> ProblemsOf(string manifest)
    {
        var folder = Directory.CreateTempSubdirectory("hcsgrid-broken-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "kustomization.yaml"), "resources: [a.yaml]\n");
            await File.WriteAllTextAsync(Path.Combine(folder, "a.yaml"), manifest);
            var answer = await DeployCheck.KustomizeAsync(folder);
            return [.. answer["problems"]!.AsArray().Select(p => p!.ToString())];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string[] Violations(string silo, string others)
    {
        ManifestObject[] objects =
        [
            new(JsonNode.Parse(silo)!.AsObject()),
            .. JsonNode.Parse(others)!.AsArray().Select(o => new ManifestObject(o!.AsObject())),
        ];
        return
        [
            .. ManifestRules.Names(objects), .. ManifestRules.Selectors(objects), .. ManifestRules.Ports(objects),
            .. ManifestRules.References(objects), .. HardeningRules.Of(objects),
            .. ProgramRules.Options(objects, Options),
            .. ProgramRules.Variables(objects, new HashSet<string> { "P", "HCSGRID_HTTP" }),
            .. ProgramRules.Paths(objects, new HashSet<string> { "/healthz", "/readyz" }),
            .. ProgramRules.Metrics(objects, new HashSet<string> { "queue" }),
        ];
    }
}
