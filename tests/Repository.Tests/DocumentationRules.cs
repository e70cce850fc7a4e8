namespace HcsGrid.Repository.Tests;

/// <summary>
/// A public type begins with one sentence that says what it is for (STYLE 7).
/// </summary>
internal static class DocumentationRules
{
    /// <summary>The public types of a file without a summary directly above them and their attributes.</summary>
    public static IEnumerable<string> MissingSummaries(RepositoryFile file)
    {
        var lines = file.Text.Split('\n');
        foreach (var type in TypeDeclaration.In(file.Text).Where(t => t.IsPublic))
        {
            var documentation = DocumentationAbove(lines, type.LineNumber - 1);
            if (!documentation.Contains("<summary>", StringComparison.Ordinal) &&
                !documentation.Contains("<inheritdoc", StringComparison.Ordinal))
            {
                yield return $"{file.Path}:{type.LineNumber} {type.Name} is public and has no summary";
            }
        }
    }

    private static string DocumentationAbove(string[] lines, int index)
    {
        // Attributes, also over several lines, may stand between.
        var i = index - 1;
        while (i >= 0 && !IsDocumentation(lines[i]) && IsAttribute(lines, i, index))
            i--;
        var end = i + 1;
        while (i >= 0 && IsDocumentation(lines[i]))
            i--;
        return string.Concat(lines[(i + 1)..end]);
    }

    private static bool IsDocumentation(string line) => line.TrimStart().StartsWith("///", StringComparison.Ordinal);

    private static bool IsAttribute(string[] lines, int i, int index)
    {
        var text = string.Concat(lines[i..index]).Trim();
        return text.Length > 0 && text.EndsWith(']') && !string.IsNullOrWhiteSpace(lines[i]);
    }
}
