namespace HcsGrid.Repository.Tests;

/// <summary>
/// A file of the repository, or one made up to see a rule fail.
/// </summary>
/// <param name="Path">The path from the root, with slashes.</param>
/// <param name="Text">Its content.</param>
internal sealed record RepositoryFile(string Path, string Text)
{
    public bool IsSource => Path.EndsWith(".cs", StringComparison.Ordinal);

    public bool IsProject => Path.EndsWith(".csproj", StringComparison.Ordinal);

    /// <summary>The name without its ending: <c>ShardExecutor.Log</c>.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public string Folder => System.IO.Path.GetDirectoryName(Path)!.Replace('\\', '/');

    public bool IsUnder(string folder) => Path.StartsWith($"{folder}/", StringComparison.Ordinal);
}
