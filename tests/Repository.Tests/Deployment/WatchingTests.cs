using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HcsGrid.Tests;

namespace HcsGrid.Repository.Tests.Deployment;

/// <summary>
/// What is there to watch a cluster: alert rules, the dashboard, the autoscalers' metrics.
/// </summary>
public partial class WatchingTests
{
    // Those of kube-state-metrics, and the one that says where metrics come from.
    private static readonly HashSet<string> OfOthers =
    [
        "kube_deployment_status_replicas_available", "kube_pod_container_status_restarts_total",
        "kube_statefulset_replicas", "kube_statefulset_status_replicas_ready", "target_info",
    ];

    private static readonly HashSet<string> RuleKeys = ["alert", "expr", "for", "labels", "annotations"];

    [Fact]
    public async Task Every_alert_is_PromQL_of_metrics_that_are_there()
    {
        var rules = await RulesAsync();
        Assert.NotEmpty(rules);
        Assert.All(rules, r =>
        {
            Assert.Subset(RuleKeys, r.Select(p => p.Key).ToHashSet());
            Assert.Contains(r["labels"]!["severity"]!.ToString(), new[] { "critical", "warning", "info" });
            Assert.NotEmpty(r["annotations"]!["summary"]!.ToString());
            Assert.Matches(@"^(\d+[smhd])?$", r["for"]?.ToString() ?? "");
        });
        await AssertMetricsAsync(rules.Select(r => r["expr"]!.ToString()));
    }

    [Fact]
    public async Task Every_alert_stands_in_the_operators_page()
    {
        var page = await File.ReadAllTextAsync(
            Path.Combine(Shared.RepositoryRoot, "docs", "operating.md"), TestContext.Current.CancellationToken);
        var names = (await RulesAsync()).Select(r => r["alert"]!.ToString()).ToArray();
        Assert.Equal(
            names.Order(StringComparer.Ordinal),
            AlertPattern().Matches(page).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_dashboard_shows_metrics_that_are_there()
    {
        var dashboard = Dashboard();
        var panels = dashboard["panels"]!.AsArray().Select(p => p!.AsObject()).ToArray();
        Assert.Equal(panels.Length, panels.Select(p => p["id"]!.GetValue<int>()).Distinct().Count());
        var drawn = panels.Where(p => p["type"]!.ToString() != "row").ToArray();
        Assert.All(drawn, p =>
        {
            Assert.Contains(p["type"]!.ToString(), new[] { "timeseries", "stat" });
            Assert.Equal("${datasource}", p["datasource"]!["uid"]!.ToString());
            Assert.NotEmpty(p["title"]!.ToString());
            Assert.NotEmpty(p["description"]!.ToString());
            Assert.NotEmpty(p["targets"]!.AsArray());
        });
        Assert.Equal("datasource", dashboard["templating"]!["list"]![0]!["name"]!.ToString());
        await AssertMetricsAsync(drawn.SelectMany(p => p["targets"]!.AsArray()).Select(t => t!["expr"]!.ToString()));
    }

    [Fact]
    public void The_dashboards_panels_do_not_overlap()
    {
        var taken = new HashSet<(int, int)>();
        foreach (var place in Dashboard()["panels"]!.AsArray().Select(p => p!["gridPos"]!))
        {
            var (x, y) = (place["x"]!.GetValue<int>(), place["y"]!.GetValue<int>());
            var (w, h) = (place["w"]!.GetValue<int>(), place["h"]!.GetValue<int>());
            Assert.InRange(x + w, 1, 24);
            Assert.All(
                Enumerable.Range(0, w * h),
                i => Assert.True(taken.Add((x + (i % w), y + (i / w))), place.ToJsonString()));
        }
    }

    [Fact]
    public async Task The_autoscalers_metrics_are_handed_to_Kubernetes()
    {
        var read = await DeployCheck.FileAsync("yaml", "deploy/prometheus/adapter.yaml");
        RuleAssert.Holds(read["problems"]!.AsArray().Select(p => p!.ToString()));
        var handed = new[] { ("rules", "pods"), ("externalRules", "external") }.SelectMany(kind =>
            ManifestObject.List(read["document"]![kind.Item1])
                .Select(r => $"{kind.Item2} {NamePattern().Match(r["seriesQuery"]!.ToString()).Value}"));
        var wanted = (await Kustomization.ObjectsAsync("gpu")).Where(o => o.Kind == "HorizontalPodAutoscaler")
            .SelectMany(o => ManifestObject.List(o.At("spec", "metrics")))
            .Select(m => m["type"]!.ToString().ToLowerInvariant() is var type
                ? $"{type} {m[type]!["metric"]!["name"]}" : "");
        Assert.Equal(wanted.Order(StringComparer.Ordinal), handed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_alerts_and_panels_look_for_is_named_so_in_the_manifests()
    {
        var objects = await Kustomization.ObjectsAsync("gpu");
        var roles = objects.Where(o => o.IsOurs).SelectMany(o => o.Containers)
            .SelectMany(c => ManifestObject.List(c["env"]))
            .Where(e => e["name"]!.ToString() == "HCSGRID_ROLE").Select(e => e["value"]!.ToString());
        var cluster = objects.Single(o => o.Kind == "ConfigMap").Text("data", "HCSGRID_CLUSTER_ID");
        string[] known =
        [
            .. objects.Where(o => o.IsWorkload).Select(o => $"{o.Kind.ToLowerInvariant()}={o.Name}"),
            .. roles.Select(role => $"job={cluster}/hcsgrid-{role}"),
            .. objects.Select(o => $"namespace={o.Namespace}"),
        ];
        var expressions = (await RulesAsync()).Select(r => r["expr"]!.ToString())
            .Concat(Dashboard()["panels"]!.AsArray().SelectMany(p => ManifestObject.List(p!["targets"]))
                .Select(t => t["expr"]!.ToString()));
        var named = expressions.SelectMany(e => MatcherPattern().Matches(e))
            .Select(m => $"^{m.Groups[1].Value}={m.Groups[2].Value}$").ToArray();
        Assert.NotEmpty(named);
        Assert.All(named, pattern => Assert.Contains(known, k => Regex.IsMatch(k, pattern)));
    }

    [Theory]
    [InlineData("sum(rate(a_total[5m])", "is no PromQL")]
    [InlineData("sum(rate(a_total{b=c}[5m]))", "is no PromQL")]
    [InlineData("sum(rate(a_total[5m])) / b_total", "b_total is no metric")]
    public async Task A_broken_expression_is_found(string expression, string expected) =>
        Assert.Contains(
            await ProblemsAsync([expression], new HashSet<string> { "a_total" }),
            p => p.Contains(expected, StringComparison.Ordinal));

    [Theory]
    [InlineData("M.CreateCounter<long>(\n \"a.b\", \"{well}\", \"x\")", "a_b_total")]
    [InlineData("M.CreateCounter<double>(\"a.b\", \"s\", \"x\")", "a_b_seconds_total")]
    [InlineData("M.CreateHistogram<double>(\"a.b\", \"By\", \"x\")", "a_b_bytes_bucket a_b_bytes_sum a_b_bytes_count")]
    [InlineData("M.CreateObservableGauge(\"a.b\", () => Each(m => m.C.F), \"1\",\n \"x\")", "a_b_ratio")]
    [InlineData("M.CreateObservableGauge(\"a.b\", () => Each(m => m.C.F), \"{tile}\",\n \"x\")", "a_b")]
    [InlineData("M.CreateObservableCounter(\"a.b\", () => F(), \"{tile}\", \"x\")", "a_b_total")]
    [InlineData("M.CreateUpDownCounter<long>(\"a.b\", \"{job}\", \"x\")", "a_b")]
    public void A_metric_has_the_name_that_Prometheus_gives_it(string source, string names) =>
        Assert.Equal(names, string.Join(' ', MetricNames.In(source)));

    private static async Task AssertMetricsAsync(IEnumerable<string> expressions)
    {
        var texts = expressions.ToArray();
        RuleAssert.Holds(await ProblemsAsync(texts, null));
        RuleAssert.Holds(await ProblemsAsync(texts, ProgramSurface.Metrics));
    }

    // Grafana fills in its variable before Prometheus reads the expression.
    private static async Task<IEnumerable<string>> ProblemsAsync(IEnumerable<string> texts, IReadOnlySet<string>? known)
    {
        var answer = await DeployCheck.PromqlAsync(
            texts.Select(t => t.Replace("$__rate_interval", "5m", StringComparison.Ordinal)));
        return ManifestObject.List(answer["expressions"]).SelectMany(e => e["problems"]!.AsArray()
            .Select(p => p!.ToString()).Concat(e["metrics"]!.AsArray().Select(m => m!.ToString())
                .Where(m => known?.Contains(m) == false && !OfOthers.Contains(m))
                .Select(m => $"{m} is no metric of the program")));
    }

    private static async Task<JsonObject[]> RulesAsync()
    {
        var read = await DeployCheck.FileAsync("yaml", "deploy/prometheus/alerts.yaml");
        RuleAssert.Holds(read["problems"]!.AsArray().Select(p => p!.ToString()));
        return [.. ManifestObject.List(read["document"]!["groups"]).SelectMany(g => ManifestObject.List(g["rules"]))];
    }

    private static JsonNode Dashboard() =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Shared.RepositoryRoot, "deploy", "grafana", "hcsgrid.json")))!;

    [GeneratedRegex(@"^\| `(HcsGrid\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex AlertPattern();

    [GeneratedRegex(@"\b(job|namespace|deployment|statefulset)=~?""([^""]+)""")]
    private static partial Regex MatcherPattern();

    [GeneratedRegex(@"^\w+")]
    private static partial Regex NamePattern();
}
