using System.Globalization;
using System.Text.RegularExpressions;

namespace HcsGrid.Repository.Tests.Deployment;

/// <summary>
/// What the program offers to those who run it, as its sources have it: options, environment variables, paths, metrics.
/// </summary>
internal static partial class ProgramSurface
{
    private static readonly RepositoryFile[] Sources =
        [.. RepositoryTree.Files.Where(f => f.IsSource && f.IsUnder("src"))];

    /// <summary>Options of the silo's command line, such as <c>--role</c>.</summary>
    public static IReadOnlySet<string> Options { get; } = Literals(OptionPattern(), "src/Silo");

    /// <summary>Environment variables that some part of the program reads; each option is one too.</summary>
    public static IReadOnlySet<string> Variables { get; } = Literals(VariablePattern(), "src")
        .Concat(Options.Select(o => $"HCSGRID_{o[2..].Replace('-', '_').ToUpperInvariant()}")).ToHashSet();

    /// <summary>Paths that the program serves, such as <c>/healthz</c>.</summary>
    public static IReadOnlySet<string> Paths { get; } =
        Literals(PathPattern(), "src/Silo").Union(Literals(PathPattern(), "src/Web")).ToHashSet();

    /// <summary>The names that Prometheus gives the metrics.</summary>
    public static IReadOnlySet<string> Metrics { get; } =
        Sources.SelectMany(f => MetricNames.In(f.Text)).ToHashSet();

    /// <summary>How long a silo lets its wells go on by default.</summary>
    public static int DrainSeconds { get; } = Sources.Select(f => DrainPattern().Match(f.Text)).Where(m => m.Success)
        .Select(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)).DefaultIfEmpty(60).Max();

    private static HashSet<string> Literals(Regex pattern, string folder) =>
    [
        .. Sources.Where(f => f.IsUnder(folder)).SelectMany(f => pattern.Matches(f.Text))
            .Select(m => m.Groups[1].Value),
    ];

    // As the text of --help has them, a line each.
    [GeneratedRegex(@"^\s+(--[a-z][a-z-]*) \S", RegexOptions.Multiline)]
    private static partial Regex OptionPattern();

    [GeneratedRegex(@"""([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)""")]
    private static partial Regex VariablePattern();

    [GeneratedRegex(@"""(/[a-z]+)""")]
    private static partial Regex PathPattern();

    [GeneratedRegex(@"TimeSpan DrainTime [^=]*= TimeSpan\.FromSeconds\((\d+)\)")]
    private static partial Regex DrainPattern();
}
