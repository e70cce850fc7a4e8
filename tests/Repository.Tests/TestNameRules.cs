using System.Text.RegularExpressions;

namespace HcsGrid.Repository.Tests;

/// <summary>
/// The name of a test is a sentence, its words joined by underscores (STYLE 17).
/// </summary>
internal static partial class TestNameRules
{
    /// <summary>The tests of a file whose names are not at least three words.</summary>
    public static IEnumerable<string> NotSentences(RepositoryFile file) =>
        from Match match in TestPattern().Matches(CodeText.Blank(file.Text))
        let name = match.Groups["name"].Value
        where name.Count(c => c == '_') < 2 || !char.IsUpper(name[0])
        select $"{file.Path} {name} is no sentence: expected words joined by underscores";

    [GeneratedRegex(
        @"\[(Fact|Theory)\b[^\]]*\]\s*(\[[^;]*?\]\s*)*" +
        @"public\s+(static\s+|async\s+|virtual\s+|override\s+)*[\w<>]+\s+(?<name>\w+)\s*\(")]
    private static partial Regex TestPattern();
}
