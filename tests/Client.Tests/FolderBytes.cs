using System.Security.Cryptography;

namespace HcsGrid.Client.Tests;

/// <summary>
/// What a run folder holds, file by file, for comparison to the byte.
/// </summary>
internal static class FolderBytes
{
    private const string Temporary = ".hcsgrid-tmp";

    /// <summary>SHA-256 of every file by its relative path; what killed writers left behind does not count.</summary>
    public static SortedDictionary<string, string> Of(string folder) => new(
        Files(folder).ToDictionary(f => f, f =>
            Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, f))))),
        StringComparer.Ordinal);

    /// <summary>When each well's result was written.</summary>
    public static SortedDictionary<string, DateTime> WellTimesOf(string folder) => new(
        Files(folder).Where(f => f.EndsWith(".well", StringComparison.Ordinal))
            .ToDictionary(f => f, f => File.GetLastWriteTimeUtc(Path.Combine(folder, f))),
        StringComparer.Ordinal);

    /// <summary>The files that are not the same in two folders.</summary>
    public static IReadOnlyList<string> Differences(string first, string second)
    {
        var (one, other) = (Of(first), Of(second));
        Assert.NotEmpty(one);
        return [.. one.Keys.Union(other.Keys).Where(f => one.GetValueOrDefault(f) != other.GetValueOrDefault(f))];
    }

    public static void Copy(string from, string to)
    {
        foreach (var file in Files(from))
        {
            var target = Path.Combine(to, file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(Path.Combine(from, file), target);
        }
    }

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(folder, f))
            .Where(f => !f.StartsWith(Temporary, StringComparison.Ordinal));
}
