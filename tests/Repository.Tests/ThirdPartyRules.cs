using System.Text.RegularExpressions;

namespace HcsGrid.Repository.Tests;

/// <summary>
/// Every package that the build names stands with its licence in <c>docs/third-party.md</c>.
/// </summary>
internal static partial class ThirdPartyRules
{
    /// <summary>The packages of two version lists that a page of licences lacks.</summary>
    public static IEnumerable<string> Unlisted(string packageVersions, string npmPackages, string page) =>
        VersionPattern().Matches(packageVersions).Concat(NpmPattern().Matches(npmPackages))
            .Select(m => PlatformPattern().Replace(m.Groups["name"].Value, "-*"))
            .Where(name => name != "version")
            .Distinct()
            .Where(name => !page.Contains($"| `{name}` |", StringComparison.Ordinal))
            .Select(name => $"docs/third-party.md lacks {name}");

    [GeneratedRegex(@"<PackageVersion\s+Include=""(?<name>[^""]+)""")]
    private static partial Regex VersionPattern();

    // In package.json only dependencies, and the package's own version, have a number with a dot.
    [GeneratedRegex(@"^\s+""(?<name>[@\w./-]*[a-z][\w./-]*)"":\s*""[\^~]?\d+\.\d+[\w.-]*""", RegexOptions.Multiline)]
    private static partial Regex NpmPattern();

    [GeneratedRegex(@"(?<=bindings|libvips)-(darwin|linux|win32)-(arm64|x64)$|(?<=win32)-(arm64|x64)$")]
    private static partial Regex PlatformPattern();
}
