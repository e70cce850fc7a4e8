using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HcsGrid.Tests;

namespace HcsGrid.Repository.Tests.Deployment;

/// <summary>
/// The files that images are built from, and the one that tries them out. No image is built here.
/// </summary>
public class ImageTests
{
    [Theory]
    [InlineData("deploy/docker/Dockerfile")]
    [InlineData("deploy/docker/Dockerfile.cuda")]
    public async Task An_image_is_built_from_what_is_there(string path)
    {
        var read = await DeployCheck.FileAsync("dockerfile", path);
        RuleAssert.Holds(read["problems"]!.AsArray().Select(p => $"{path}: {p}"));
        var instructions = read["instructions"]!.AsArray().Select(i => i!.AsObject()).ToArray();
        var sent = await File.ReadAllLinesAsync(
            Path.Combine(Shared.RepositoryRoot, $"{path}.dockerignore"), TestContext.Current.CancellationToken);
        RuleAssert.Holds(
        [
            .. DockerRules.Of(instructions), .. DockerRules.NotSent(instructions, sent),
        ]);
        var publish = instructions.Single(i => TextOf(i).StartsWith("RUN dotnet publish", StringComparison.Ordinal));
        Assert.Contains("-p:WithOrleans=true", TextOf(publish), StringComparison.Ordinal);
        Assert.Equal(
            path.EndsWith("cuda", StringComparison.Ordinal),
            TextOf(publish).Contains("-p:WithCuda=true", StringComparison.Ordinal));

        RuleAssert.Holds(DockerRules.Missing(instructions, IsThere));
    }

    [Theory]
    [InlineData("FROM a:1\nUSER 1654", "runs as", false)]
    [InlineData("FROM a:1", "runs as root", true)]
    [InlineData("FROM a:latest\nUSER 1", "a:latest", true)]
    [InlineData("FROM a\nUSER 1", "takes whatever", true)]
    [InlineData("ARG T\nFROM a:${T}\nUSER 1", "no default", true)]
    [InlineData("FROM a:1\nCOPY nowhere x\nUSER 1", "copies nowhere, which is not there", true)]
    [InlineData("FROM a:1\nCOPY --from=b /x x\nUSER 1", "copies from b, which is no stage", true)]
    [InlineData("FROM a:1\nCOPIE x y\nUSER 1", "Unknown instruction", true)]
    public async Task A_broken_image_is_found(string text, string expected, bool isFound)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
            var read = await DeployCheck.FileAsync("dockerfile", file);
            var instructions = read["instructions"]!.AsArray().Select(i => i!.AsObject()).ToArray();
            string[] found =
            [
                .. read["problems"]!.AsArray().Select(p => p!.ToString()), .. DockerRules.Of(instructions),
                .. DockerRules.Missing(instructions, IsThere),
            ];
            Assert.Equal(isFound, found.Any(f => f.Contains(expected, StringComparison.OrdinalIgnoreCase)));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task The_compose_file_is_one_and_starts_what_the_manifests_start()
    {
        const string File = "deploy/docker/compose.yaml";
        var read = await DeployCheck.FileAsync("compose", File);
        RuleAssert.Holds(read["problems"]!.AsArray().Select(p => $"{File}: {p}"));
        var services = read["document"]!["services"]!.AsObject();
        RuleAssert.Holds(services.SelectMany(s => Missing(s.Key, s.Value!, services)));
        var images = (await Kustomization.ObjectsAsync("try")).SelectMany(o => o.Containers)
            .Select(c => Regex.Replace(c["image"]!.ToString(), "^docker.io/library/", ""));
        Assert.Equal(
            images.Distinct().Order(StringComparer.Ordinal),
            services.Select(s => s.Value!["image"]!.ToString()).Distinct().Order(StringComparer.Ordinal));

        RuleAssert.Holds(services.Where(s => s.Key is "silo" or "gateway")
            .SelectMany(s => s.Value!["entrypoint"]!.AsArray().SelectMany(a => DeployText.Options(a!.ToString()))
                .Concat(s.Value!["environment"]!.AsObject().Select(e => e.Key)))
            .Where(name => !ProgramSurface.Options.Contains(name) && !ProgramSurface.Variables.Contains(name) &&
                !ProgramRules.IsOfLibrary(name))
            .Select(name => $"{File}: the silo does not know {name}"));
    }

    private static IEnumerable<string> Missing(string name, JsonNode service, JsonObject services)
    {
        foreach (var other in (service["depends_on"] as JsonObject)?.Select(d => d.Key) ?? [])
        {
            if (services[other]?["healthcheck"] is null)
                yield return $"{name} waits for {other}, which is not there or has no health check";
        }

        if (service["build"] is { } build)
        {
            if (!IsThere(build["dockerfile"]!.ToString()))
                yield return $"{name} is built from {build["dockerfile"]}, which is not there";
            if (build["context"]!.ToString() != "../..")
                yield return $"{name} is not built from the repository's root";
        }
    }

    private static bool IsThere(string path) =>
        File.Exists(Path.Combine(Shared.RepositoryRoot, path)) ||
        Directory.Exists(Path.Combine(Shared.RepositoryRoot, path));

    private static string TextOf(JsonObject instruction) => DockerRules.TextOf(instruction);
}
