using HcsGrid.Tests;

namespace HcsGrid.Repository.Tests.Deployment;

public class ManifestTests
{
    public static TheoryData<string> Overlays => new(
        Directory.EnumerateDirectories(Path.Combine(Shared.RepositoryRoot, "deploy", "k8s", "overlays"))
            .Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Every_object_is_one_that_Kubernetes_knows(string overlay) =>
        RuleAssert.Holds(await Kustomization.ProblemsAsync(overlay));

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Whatever_an_object_names_is_there(string overlay)
    {
        var objects = await Kustomization.ObjectsAsync(overlay);
        RuleAssert.Holds(
        [
            .. ManifestRules.Names(objects), .. ManifestRules.Selectors(objects), .. ManifestRules.Ports(objects),
            .. ManifestRules.References(objects),
        ]);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Every_pod_is_bounded_and_not_root(string overlay) =>
        RuleAssert.Holds(HardeningRules.Of(await Kustomization.ObjectsAsync(overlay)));

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task What_is_asked_of_the_program_is_what_it_offers(string overlay)
    {
        var objects = await Kustomization.ObjectsAsync(overlay);
        Assert.Contains(objects, o => o.IsOurs);
        RuleAssert.Holds(
        [
            .. ProgramRules.Options(objects, ProgramSurface.Options),
            .. ProgramRules.Variables(objects, ProgramSurface.Variables),
            .. ProgramRules.Paths(objects, ProgramSurface.Paths),
            .. ProgramRules.Metrics(objects, ProgramSurface.Metrics),
        ]);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Every_process_is_named_in_the_cluster_as_its_pod_is(string overlay)
    {
        var objects = await Kustomization.ObjectsAsync(overlay);
        foreach (var container in objects.Where(o => o.IsOurs).SelectMany(o => o.Containers))
        {
            var variables = ManifestObject.List(container["env"]).ToLookup(e => e["name"]!.ToString());
            var name = Assert.Single(variables["HCSGRID_NAME"]);
            Assert.Equal("metadata.name", ManifestObject.Find(name, "valueFrom", "fieldRef", "fieldPath")?.ToString());
        }
    }

    [Fact]
    public async Task What_a_facility_sets_reaches_the_silos()
    {
        var objects = await Kustomization.ObjectsAsync("gpu");
        var settings = objects.Single(o => o.Kind == "ConfigMap");
        var store = settings.Text("data", "HCSGRID_STORE");
        Assert.StartsWith("azure://", store, StringComparison.Ordinal);
        var silos = objects.Where(o => o.IsOurs).ToArray();
        Assert.Equal(["hcsgrid-cpu", "hcsgrid-gateway", "hcsgrid-gpu"], silos.Select(o => o.Name).Order());
        Assert.All(
            silos.SelectMany(s => s.Containers),
            c => Assert.Contains("HCSGRID_STORE", ManifestRules.VariablesOf(c, objects)));
    }

    [Fact]
    public void No_secret_is_in_the_tree()
    {
        var facility = Path.Combine(Shared.RepositoryRoot, "deploy", "k8s", "facility");
        var secrets = File.ReadAllLines(Path.Combine(facility, "secrets.env.example")).Where(l => !l.StartsWith('#'));
        Assert.NotEmpty(secrets);
        Assert.All(secrets, l => Assert.EndsWith("=", l, StringComparison.Ordinal));
        Assert.All(
            File.ReadAllLines(Path.Combine(facility, "api-keys.txt.example")),
            l => Assert.StartsWith("#", l, StringComparison.Ordinal));
    }
}
