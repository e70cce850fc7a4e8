using System.Text.RegularExpressions;

namespace HcsGrid.Repository.Tests;

/// <summary>
/// One type a file, short files, short methods, short lines, and namespaces that are the folders (STYLE 1 to 3).
/// </summary>
internal static partial class LayoutRules
{
    public const int MaxFileLines = 400;
    public const int MaxMethodLines = 70;
    public const int MaxLineLength = 120;

    /// <summary>What a file has against the rule that it holds one type and is named after it.</summary>
    public static IEnumerable<string> OneTypeAFile(RepositoryFile file)
    {
        var types = TypeDeclaration.In(file.Text).Where(t => !t.IsNested).ToArray();
        if (types.Length == 0)
        {
            if (file.Name != "Program")
                yield return $"{file.Path} declares no type";
            yield break;
        }

        if (types.Length > 1)
            yield return $"{file.Path} declares {types.Length} types: {string.Join(", ", types.Select(t => t.Name))}";
        if (file.Name != types[0].Name && file.Name != $"{types[0].Name}.Log")
            yield return $"{file.Path} declares {types[0].Name}: name the file after it";
    }

    public static IEnumerable<string> Lengths(RepositoryFile file)
    {
        var lines = file.Text.TrimEnd('\n').Split('\n');
        if (lines.Length > MaxFileLines)
            yield return $"{file.Path} has {lines.Length} lines, more than {MaxFileLines}";
        for (var i = 0; i < lines.Length; i++)
        {
            // A raw literal in a test is a datum: it is written as the program meets it.
            if (file.Path.StartsWith("tests/", StringComparison.Ordinal) && lines[i].Contains("\"\"\"",
                StringComparison.Ordinal))
                continue;
            if (lines[i].TrimEnd('\r').Length > MaxLineLength)
                yield return $"{file.Path}:{i + 1} has {lines[i].Length} characters, more than {MaxLineLength}";
        }
    }

    /// <summary>The members of types (constructors, methods, properties with a body) that are too long.</summary>
    public static IEnumerable<string> MethodLengths(RepositoryFile file) =>
        from block in CodeBlock.In(file.Text)
        where TypeDeclaration.IsHeaderOfType(block.ParentHeader) && !TypeDeclaration.IsHeaderOfType(block.Header)
        where !FieldPattern().IsMatch(block.Header)
        where block.LineCount > MaxMethodLines
        select $"{file.Path}:{block.FirstLineNumber} '{block.Header}' has {block.LineCount} lines, " +
            $"more than {MaxMethodLines}";

    /// <summary>What a C# file has against the rule that its namespace is its folder.</summary>
    public static IEnumerable<string> Namespace(RepositoryFile file)
    {
        var parts = file.Folder.Split('/');
        var expected = parts switch
        {
            ["tests"] => "HcsGrid.Tests",
            ["benchmarks", ..] => "HcsGrid.Benchmarks",
            _ => $"HcsGrid.{string.Join('.', parts.Skip(1))}",
        };
        var found = NamespacePattern().Match(CodeText.Blank(file.Text));
        if (!found.Success && file.Name != "Program")
            yield return $"{file.Path} has no file-scoped namespace: expected {expected}";
        else if (found.Success && found.Groups[1].Value != expected)
            yield return $"{file.Path} has the namespace {found.Groups[1].Value}: expected {expected}";
    }

    // A field or property that is filled where it is declared is a table, not a method.
    [GeneratedRegex(@"^[^(=]*[^=!<>]=(?![=>])")]
    private static partial Regex FieldPattern();

    [GeneratedRegex(@"^namespace\s+([\w.]+)\s*;", RegexOptions.Multiline)]
    private static partial Regex NamespacePattern();
}
