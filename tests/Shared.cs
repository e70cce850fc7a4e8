namespace HcsGrid.Tests;

/// <summary>
/// Finds the folder of public data and reference numbers that lies beside the repository, and skips a test by name
/// where it does not.
/// </summary>
internal static class Shared
{
    /// <summary>The folder <c>../shared</c> beside the repository's root, or null where it is absent.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>The repository's root: the folder that holds <c>HcsGrid.sln</c>.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>The path of a file or folder under <c>../shared</c>; skips the test where it is absent.</summary>
    public static string PathOf(params string[] parts)
    {
        var path = Folder is null ? null : Path.Combine([Folder, .. parts]);
        Assert.SkipUnless(
            path is not null && (File.Exists(path) || Directory.Exists(path)),
            $"../shared/{string.Join('/', parts)} is not beside the repository");
        return path!;
    }

    private static string? Find()
    {
        var folder = Path.Combine(FindRoot(), "..", "shared");
        return Directory.Exists(folder) ? Path.GetFullPath(folder) : null;
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "HcsGrid.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds HcsGrid.sln.");
    }
}
