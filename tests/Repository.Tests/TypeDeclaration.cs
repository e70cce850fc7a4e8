using System.Text.RegularExpressions;

namespace HcsGrid.Repository.Tests;

/// <summary>
/// The beginning of a type in C# text.
/// </summary>
/// <param name="Name">The type's name without type parameters.</param>
/// <param name="Modifiers">The words before its kind.</param>
/// <param name="LineNumber">Its line, from 1.</param>
/// <param name="IsNested">Whether another type is around it.</param>
internal sealed partial record TypeDeclaration(string Name, string Modifiers, int LineNumber, bool IsNested)
{
    private const string Words =
        "(public|internal|private|protected|file|static|sealed|abstract|readonly|partial|ref|unsafe|new)";

    public bool IsPublic => Modifiers.Split(' ').Contains("public");

    /// <summary>The types that a text declares, in order; a file-scoped namespace is expected.</summary>
    public static IReadOnlyList<TypeDeclaration> In(string text)
    {
        var declarations = new List<TypeDeclaration>();
        var depth = 0;
        var lineNumber = 0;
        foreach (var line in CodeText.Blank(text).Split('\n'))
        {
            lineNumber++;
            if (Pattern().Match(line) is { Success: true } match)
            {
                var name = match.Groups["name"].Value;
                var modifiers = match.Groups["modifiers"].Value.Trim();
                declarations.Add(new TypeDeclaration(name, modifiers, lineNumber, depth > 0));
            }

            depth += line.Count(c => c == '{') - line.Count(c => c == '}');
        }

        return declarations;
    }

    /// <summary>Whether the words before a brace begin a type.</summary>
    public static bool IsHeaderOfType(string header) => HeaderPattern().IsMatch(header);

    [GeneratedRegex(
        @"^\s*(?<modifiers>(" + Words + @"\s+)*)" +
        @"(record\s+struct|record\s+class|record|class|struct|interface|enum|delegate\s+[\w<>\[\]?,. ]+?)\s+" +
        @"(?<name>\w+)\s*($|[\s<(:;{])")]
    private static partial Regex Pattern();

    // Atomic, so that a header with many brackets is not tried in every way.
    [GeneratedRegex(@"^(?>(\[[^\[\]]*\]\s*)*)(" + Words + @" )*(record|class|struct|interface|enum) ")]
    private static partial Regex HeaderPattern();
}
