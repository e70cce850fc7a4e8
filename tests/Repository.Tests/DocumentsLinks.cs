using System.Text.RegularExpressions;
using HcsGrid.Tests;

namespace HcsGrid.Repository.Tests;

/// <summary>
/// The links between the pages: every relative one leads to a file, every anchor to a heading.
/// </summary>
internal static partial class DocumentsLinks
{
    /// <summary>Links of a page that lead nowhere.</summary>
    public static IEnumerable<string> Broken(RepositoryFile page)
    {
        foreach (var target in LinkPattern().Matches(WithoutCode(page.Text)).Select(m => m.Groups["target"].Value))
        {
            if (target.Contains("://", StringComparison.Ordinal))
                continue;
            var parts = target.Split('#', 2);
            var isHere = parts[0].Length == 0;
            var path = Path.Combine(Shared.RepositoryRoot, page.Folder, parts[0]);
            if (!isHere && !File.Exists(path) && !Directory.Exists(path))
                yield return $"{page.Path} links to {target}, which is not there";
            else if (parts.Length == 2 && !AnchorsOf(isHere ? page.Text : File.ReadAllText(path)).Contains(parts[1]))
                yield return $"{page.Path} links to {target}, which has no such heading";
        }
    }

    /// <summary>The anchors that a page's headings make.</summary>
    public static IReadOnlyList<string> AnchorsOf(string text) =>
        [.. HeadingPattern().Matches(WithoutCode(text)).Select(m => AnchorOf(m.Groups["heading"].Value))];

    private static string AnchorOf(string heading) =>
        string.Concat(heading.Trim().ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_'))
            .Replace(' ', '-');

    private static string WithoutCode(string text) => FencePattern().Replace(text, "");

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex FencePattern();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex LinkPattern();

    [GeneratedRegex(@"^#{1,6} (?<heading>.+)$", RegexOptions.Multiline)]
    private static partial Regex HeadingPattern();
}
