using System.Text.Json.Nodes;

namespace HcsGrid.Repository.Tests.Deployment;

/// <summary>
/// What manifests ask of the program is what it offers.
/// </summary>
internal static class ProgramRules
{
    // Read by OpenTelemetry, Npgsql and the runtime themselves.
    private static readonly string[] OfLibraries = ["OTEL_", "PGPASSWORD", "DOTNET_"];

    /// <summary>Every option that a container is started with is one of the silo's.</summary>
    public static IEnumerable<string> Options(IReadOnlyList<ManifestObject> objects, IReadOnlySet<string> known) =>
        from o in Ours(objects)
        from container in o.Containers
        from argument in container["args"] as JsonArray ?? []
        from option in DeployText.Options(argument!.ToString())
        where !known.Contains(option)
        select $"{o.Title} is started with {option}, which the silo does not know";

    /// <summary>Every variable that a container has is read by the program, or a part of its arguments.</summary>
    public static IEnumerable<string> Variables(IReadOnlyList<ManifestObject> objects, IReadOnlySet<string> known) =>
        from o in Ours(objects)
        from container in o.Containers
        let expanded = ManifestRules.ExpandedIn(container).ToHashSet()
        from name in ManifestRules.VariablesOf(container, objects)
        where !known.Contains(name) && !expanded.Contains(name) &&
            !IsOfLibrary(name)
        select $"{o.Title} has the variable {name}, which nothing reads";

    /// <summary>Every probe asks a path that the program serves.</summary>
    public static IEnumerable<string> Paths(IReadOnlyList<ManifestObject> objects, IReadOnlySet<string> known) =>
        from o in Ours(objects)
        from container in o.Containers
        from probe in new[] { "startupProbe", "livenessProbe", "readinessProbe" }
        let path = ManifestObject.Find(container, probe, "httpGet", "path")?.ToString()
        where path is not null && !known.Contains(path)
        select $"{o.Title}: {probe} asks for {path}, which the program does not serve";

    /// <summary>Every metric that an autoscaler goes by is one of ours.</summary>
    public static IEnumerable<string> Metrics(IReadOnlyList<ManifestObject> objects, IReadOnlySet<string> known) =>
        from o in objects
        where o.Kind == "HorizontalPodAutoscaler"
        from metric in ManifestObject.List(o.At("spec", "metrics"))
        from kind in new[] { "pods", "external", "object" }
        let name = ManifestObject.Find(metric, kind, "metric", "name")?.ToString()
        where name is not null && !known.Contains(name)
        select $"{o.Title} goes by {name}, which no instrument of the program is";

    /// <summary>Whether a library reads a variable by itself.</summary>
    public static bool IsOfLibrary(string name) =>
        OfLibraries.Any(beginning => name.StartsWith(beginning, StringComparison.Ordinal));

    private static IEnumerable<ManifestObject> Ours(IReadOnlyList<ManifestObject> objects) =>
        objects.Where(o => o.IsWorkload && o.IsOurs);
}
