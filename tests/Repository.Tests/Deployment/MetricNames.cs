using System.Text.RegularExpressions;

namespace HcsGrid.Repository.Tests.Deployment;

/// <summary>
/// The names under which Prometheus keeps OpenTelemetry's instruments.
/// </summary>
/// <remarks>
/// As the compatibility specification of OpenTelemetry and Prometheus says: other characters become underscores, units
/// are written out at the end, those in braces are left out, 1 is <c>_ratio</c> at a gauge, counters end in
/// <c>_total</c>.
/// </remarks>
internal static partial class MetricNames
{
    private static readonly Dictionary<string, string> Units = new(StringComparer.Ordinal)
    {
        ["s"] = "_seconds",
        ["ms"] = "_milliseconds",
        ["By"] = "_bytes",
    };

    /// <summary>The names of the instruments that a source file makes.</summary>
    public static IEnumerable<string> In(string source) => InstrumentPattern().Matches(source).SelectMany(m => Of(
        m.Groups["kind"].Value, m.Groups["name"].Value, m.Groups["unit"].Success ? m.Groups["unit"].Value : ""));

    private static IEnumerable<string> Of(string kind, string name, string unit)
    {
        var plain = name.Replace('.', '_').Replace('-', '_') + Units.GetValueOrDefault(unit, "");
        if (kind is "Counter" or "ObservableCounter")
            return [$"{plain}_total"];
        if (kind == "Histogram")
            return [$"{plain}_bucket", $"{plain}_sum", $"{plain}_count"];
        return [unit == "1" && kind.EndsWith("Gauge", StringComparison.Ordinal) ? $"{plain}_ratio" : plain];
    }

    // The unit follows the name, at an observed instrument with the way to observe between them.
    [GeneratedRegex(
        @"\.Create(?<kind>(?:Observable)?(?:Counter|Gauge|UpDownCounter)|Histogram)" +
        @"(?:<\w+>)?\(\s*""(?<name>[^""]+)""\s*,(?:[^;""]*?,)?\s*""(?<unit>[^""]*)""")]
    private static partial Regex InstrumentPattern();
}
