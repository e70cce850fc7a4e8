using System.Text;
using System.Text.RegularExpressions;

namespace HcsGrid.Runs.Report;

/// <summary>
/// The page's own parts, which are embedded in the program, without the room that only their authors need.
/// </summary>
internal static class ReportTemplate
{
    private const string Prefix = "HcsGrid.Runs.Report.Template.";

    /// <summary>The script's parts in their order; together they are one strict function.</summary>
    private static readonly string[] Scripts =
    [
        "base.js", "state.js", "tables.js", "cloud.js", "details.js", "plates.js", "strip.js", "particles.js",
        "spatial.js", "quality.js", "replicates.js", "hits.js", "curves.js", "map.js", "tree.js", "nearest.js",
        "spectra.js", "gallery.js", "report.js",
    ];

    /// <summary>
    /// The page, cut where the template writes <c>§name§</c>: at odd places stand the names of what belongs there.
    /// </summary>
    public static string[] Page() => Slim("report.html").Split('\u00a7');

    /// <summary>The style sheet.</summary>
    public static string Style() =>
        Regex.Replace(Slim("report.css").Replace(": ", ":", StringComparison.Ordinal), @"\s*([{};,>])\s*", "$1");

    /// <summary>The script.</summary>
    public static string Script() => $"(() => {{\n'use strict';\n{string.Concat(Scripts.Select(Slim))}}})();\n";

    /// <summary>A part without indentation, empty lines and lines of comment: no text of it spans lines.</summary>
    private static string Slim(string name)
    {
        using var stream = typeof(ReportTemplate).Assembly.GetManifestResourceStream(Prefix + name)
            ?? throw new InvalidOperationException($"The report's template {name} is not in the program.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var text = new StringBuilder();
        while (reader.ReadLine() is { } line)
        {
            var kept = line.Trim();
            if (kept.Length > 0 && !kept.StartsWith("//", StringComparison.Ordinal))
                text.Append(kept).Append('\n');
        }

        return text.ToString();
    }
}
