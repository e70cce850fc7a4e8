using HcsGrid.Tests;

namespace HcsGrid.Repository.Tests;

/// <summary>
/// The repository's own files, without what builds, runs and editors leave there.
/// </summary>
internal static class RepositoryTree
{
    private const int MaxTextLength = 2_000_000;

    // What .gitignore names.
    private static readonly HashSet<string> Ignored = new(StringComparer.Ordinal)
    {
        ".git", ".vs", ".vscode", "bin", "obj", "node_modules", "TestResults", "BenchmarkDotNet.Artifacts", "runs",
        "artifacts", "__pycache__",
    };

    private static readonly HashSet<string> TextEndings = new(StringComparer.Ordinal)
    {
        "", ".cs", ".csproj", ".props", ".targets", ".sln", ".json", ".md", ".txt", ".yml", ".yaml", ".js", ".mjs",
        ".css", ".html", ".py", ".sh", ".editorconfig", ".gitignore", ".gitattributes", ".csv", ".tsv",
    };

    /// <summary>Every text file, in ordinal order of paths.</summary>
    public static IReadOnlyList<RepositoryFile> Files { get; } =
        [.. Read("").OrderBy(f => f.Path, StringComparer.Ordinal)];

    /// <summary>The names at the root.</summary>
    public static IReadOnlyList<string> RootNames { get; } = [.. Names(Shared.RepositoryRoot)];

    /// <summary>The names of the folders in a folder of the root, or none where it is not there.</summary>
    public static IReadOnlyList<string> FoldersIn(string folder)
    {
        var path = Path.Combine(Shared.RepositoryRoot, folder);
        return Directory.Exists(path) ? [.. Names(path).Where(n => Directory.Exists(Path.Combine(path, n)))] : [];
    }

    private static IEnumerable<string> Names(string path) =>
        Directory.EnumerateFileSystemEntries(path)
            .Select(e => Path.GetFileName(e))
            .Where(n => !Ignored.Contains(n))
            .Order(StringComparer.Ordinal);

    private static IEnumerable<RepositoryFile> Read(string folder)
    {
        var path = Path.Combine(Shared.RepositoryRoot, folder);
        foreach (var name in Names(path))
        {
            var full = Path.Combine(path, name);
            var relative = folder.Length == 0 ? name : $"{folder}/{name}";
            if (Directory.Exists(full))
            {
                foreach (var file in Read(relative))
                    yield return file;
            }
            else if (TextEndings.Contains(Path.GetExtension(name)) && new FileInfo(full).Length <= MaxTextLength)
            {
                yield return new RepositoryFile(relative, File.ReadAllText(full));
            }
        }
    }
}
