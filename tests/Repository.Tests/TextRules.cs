using System.Text.RegularExpressions;

namespace HcsGrid.Repository.Tests;

/// <summary>
/// No paths of a machine, no package feeds' addresses, and no sleeping tests.
/// </summary>
internal static partial class TextRules
{
    /// <summary>Paths of one machine in a text.</summary>
    public static IEnumerable<string> MachinePaths(RepositoryFile file) =>
        Lines(file, file.IsUnder("src") ? SourcePathPattern() : PathPattern(), "holds a machine's path");

    /// <summary>
    /// Addresses of package feeds: which feed is asked is the builder's own setting, and a lock file names none.
    /// </summary>
    public static IEnumerable<string> FeedAddresses(RepositoryFile file) =>
        Lines(file, FeedPattern(), "names a package feed");

    /// <summary>Sleeps in a test, in code rather than in a text.</summary>
    public static IEnumerable<string> Sleeps(RepositoryFile file) =>
        Lines(file with { Text = CodeText.Blank(file.Text) }, SleepPattern(), "sleeps: wait for the event");

    private static IEnumerable<string> Lines(RepositoryFile file, Regex pattern, string what) =>
        pattern.Matches(file.Text)
            .Select(m => $"{file.Path}:{1 + file.Text.AsSpan(0, m.Index).Count('\n')} {what}: {m.Value.Trim()}");

    [GeneratedRegex(@"(?<![\w./*-])/(work|home/\w+|root)/[\w.-]*")]
    private static partial Regex PathPattern();

    [GeneratedRegex(@"(?<![\w./*-])/(work|home/\w+|root|tmp)/[\w.-]*")]
    private static partial Regex SourcePathPattern();

    [GeneratedRegex(
        @"https?://[^/\s""'<>)]*\b(registry|api|feeds?|pkgs|artifactory|nexus|mirror|proxy)\b" +
        @"[^\s""'<>)]*(nuget|npm|pypi|simple|index\.json|\.tgz)[^\s""'<>)]*" +
        @"|https?://(registry\.|api\.nuget|pypi\.|files\.pythonhosted)[^\s""'<>)]*|https?://[^\s""'<>)]+\.tgz",
        RegexOptions.IgnoreCase)]
    private static partial Regex FeedPattern();

    [GeneratedRegex(@"\bThread\s*\.\s*Sleep\b")]
    private static partial Regex SleepPattern();
}
