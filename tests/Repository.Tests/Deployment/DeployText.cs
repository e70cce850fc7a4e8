using System.Globalization;
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

    /// <summary>The numbers that an argument such as <c>--silo-port=11111</c> names.</summary>
    public static IEnumerable<int> Ports(string argument) =>
        PortPattern().Matches(argument).Select(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture));

    /// <summary>The option of an argument such as <c>--role=cpu</c>.</summary>
    public static IEnumerable<string> Options(string argument) =>
        OptionPattern().Matches(argument).Select(m => m.Value);

    [GeneratedRegex(@"\$\((\w+)\)")]
    private static partial Regex ExpansionPattern();

    [GeneratedRegex(@"^--[\w-]*port[= ](\d+)$")]
    private static partial Regex PortPattern();

    [GeneratedRegex(@"^--[a-z][a-z-]*")]
    private static partial Regex OptionPattern();
}
