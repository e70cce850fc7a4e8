using System.Text.RegularExpressions;

namespace HcsGrid.Repository.Tests.Deployment;

/// <summary>
/// What stands within the texts of manifests.
/// </summary>
internal static partial class DeployText
{
    /// <summary>The names in <c>$(NAME)</c>.</summary>
    public static IEnumerable<string> Expansions(string text) =>
        ExpansionPattern().Matches(text).Select(m => m.Groups[1].Value);

    /// <summary>The port at the end of a value, such as <c>*:8080</c> or <c>11111</c>; null where there is none.
    /// </summary>
    public static string? Port(string value) =>
        PortPattern().Match(value) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>The options in a line of a command, such as <c>--role</c>.</summary>
    public static IEnumerable<string> Options(string line) => OptionPattern().Matches(line).Select(m => m.Value);

    [GeneratedRegex(@"\$\((\w+)\)")]
    private static partial Regex ExpansionPattern();

    [GeneratedRegex(@"^(?:.*:)?(\d+)$")]
    private static partial Regex PortPattern();

    [GeneratedRegex(@"(?<!\S)--[a-z][a-z-]*")]
    private static partial Regex OptionPattern();
}
