using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace HcsGrid.Repository.Tests.Deployment;

/// <summary>
/// What a Dockerfile holds to beyond its grammar: named base images, sources that are there, no root.
/// </summary>
internal static partial class DockerRules
{
    public static string TextOf(JsonObject instruction) =>
        $"{instruction["keyword"]} {string.Join(' ', Arguments(instruction))}";

    public static IEnumerable<string> Of(IReadOnlyList<JsonObject> instructions)
    {
        var stages = new HashSet<string>(StringComparer.Ordinal);
        var defaults = instructions.Where(i => Is(i, "ARG")).Select(i => Arguments(i)[0].Split('='))
            .Where(a => a.Length == 2).ToDictionary(a => a[0], a => a[1]);
        foreach (var from in instructions.Where(i => Is(i, "FROM")))
        {
            var arguments = Arguments(from);
            var image = VariablePattern().Replace(arguments[0], m => defaults.GetValueOrDefault(m.Groups[1].Value, ""));
            if (image.EndsWith(':'))
                yield return $"{arguments[0]}: the build argument has no default";
            else if (!stages.Contains(image) && (!image.Contains(':', StringComparison.Ordinal) ||
                image.EndsWith(":latest", StringComparison.Ordinal)))
                yield return $"takes whatever {image} happens to be";
            if (arguments.Length == 3)
                stages.Add(arguments[2]);
        }

        foreach (var stage in instructions.Where(i => Is(i, "COPY")).Select(StageOf).OfType<string>())
        {
            if (!stages.Contains(stage))
                yield return $"copies from {stage}, which is no stage";
        }

        var last = instructions.Skip(instructions.ToList().FindLastIndex(i => Is(i, "FROM"))).ToArray();
        var user = last.LastOrDefault(i => Is(i, "USER"));
        if (user is null || !IsNumber(Arguments(user)[0].Split(':')[0], out var id) || id == 0)
            yield return "runs as root, or as a user without a number";
    }

    /// <summary>What is copied from the repository and is not there.</summary>
    public static IEnumerable<string> Missing(IReadOnlyList<JsonObject> instructions, Func<string, bool> isThere) =>
        Copied(instructions).Where(path => !isThere(path)).Select(path => $"copies {path}, which is not there");

    /// <summary>What is copied from the repository, and the list of what is sent to the builder leaves out.</summary>
    public static IEnumerable<string> NotSent(
        IReadOnlyList<JsonObject> instructions, IReadOnlyCollection<string> ignore) =>
        Copied(instructions).Where(path => !ignore.Contains($"!{path}"))
            .Select(path => $"{path} is not sent to the builder");

    private static IEnumerable<string> Copied(IReadOnlyList<JsonObject> instructions) =>
        instructions.Where(i => Is(i, "COPY") && StageOf(i) is null).SelectMany(i => Arguments(i)[..^1]);

    private static string? StageOf(JsonObject instruction) => instruction["flags"]!.AsArray().Select(f => f!.ToString())
        .FirstOrDefault(f => f.StartsWith("from=", StringComparison.Ordinal))?["from=".Length..];

    private static bool IsNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static bool Is(JsonObject instruction, string keyword) => instruction["keyword"]!.ToString() == keyword;

    private static string[] Arguments(JsonObject instruction) =>
        [.. instruction["arguments"]!.AsArray().Select(a => a!.ToString())];

    [GeneratedRegex(@"\$\{(\w+)\}")]
    private static partial Regex VariablePattern();
}
