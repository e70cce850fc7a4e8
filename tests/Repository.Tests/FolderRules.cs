namespace HcsGrid.Repository.Tests;

/// <summary>
/// What may stand at the root, and that tests mirror what they test (STYLE 17 and "At the root").
/// </summary>
internal static class FolderRules
{
    private static readonly HashSet<string> AllowedAtRoot = new(StringComparer.Ordinal)
    {
        "HcsGrid.sln", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "AGENTS.md", "LICENSE", "global.json",
        "Directory.Build.props", "Directory.Packages.props", ".editorconfig", ".gitignore", ".gitattributes",
        "BannedSymbols.txt", "src", "tests", "benchmarks", "testdata", "models", "native", "training", "docs", "deploy",
        ".ci",
    };

    // Tests of the repository itself mirror nothing.
    private const string OwnTests = "Repository";

    public static IEnumerable<string> StrangersAtRoot(IEnumerable<string> names) =>
        names.Where(n => !AllowedAtRoot.Contains(n)).Select(n => $"{n} is not among what may stand at the root");

    /// <summary>Folders of <c>src</c> without tests, and folders of tests without what they test.</summary>
    public static IEnumerable<string> Unmirrored(IReadOnlyCollection<string> paths)
    {
        var sources = FoldersOf(paths, "src");
        var tests = FoldersOf(paths, "tests");
        foreach (var folder in sources.Where(f => !f.Contains('/', StringComparison.Ordinal)))
        {
            if (!tests.Contains(folder))
                yield return $"src/{folder} has no tests: expected tests/{folder}.Tests";
        }

        foreach (var folder in tests.Where(f => f.Split('/')[0] != OwnTests))
        {
            if (!sources.Contains(folder))
                yield return $"the tests of {folder} mirror no folder of src";
        }
    }

    // Folders that hold C#, as `Imaging` or `Imaging/Formats`; every folder above one counts too.
    private static SortedSet<string> FoldersOf(IEnumerable<string> paths, string top)
    {
        var folders = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var path in paths.Where(p => p.EndsWith(".cs", StringComparison.Ordinal)))
        {
            var parts = path.Split('/');
            if (parts[0] != top || parts.Length < 3)
                continue;
            if (top == "tests")
                parts[1] = parts[1].Replace(".Tests", "", StringComparison.Ordinal);
            for (var end = 2; end < parts.Length; end++)
                folders.Add(string.Join('/', parts[1..end]));
        }

        return folders;
    }
}
