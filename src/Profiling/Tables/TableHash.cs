using System.Security.Cryptography;
using System.Text;
using HcsGrid.Plates;

namespace HcsGrid.Profiling.Tables;

/// <summary>
/// The sha-256 of a stored table, by which provenance names it.
/// </summary>
/// <remarks>
/// Of a file: the hash of its bytes. Of a folder (a zarr store): the hash of one line a file, in ordinal order of their
/// relative paths: the file's hash, two spaces, the path with <c>/</c>, a line feed, as <c>sha256sum</c> prints them.
/// </remarks>
public static class TableHash
{
    /// <summary>The hash in 64 hexadecimal digits of lower case.</summary>
    /// <exception cref="ScreenDataException">There is no such file, or it cannot be read.</exception>
    public static string Of(string path)
    {
        try
        {
            if (!Directory.Exists(path))
                return OfFile(path);
            var lines = new StringBuilder();
            var files = Directory.GetFiles(path, "*", SearchOption.AllDirectories)
                .Select(file => (Name: Path.GetRelativePath(path, file).Replace('\\', '/'), File: file))
                .OrderBy(file => file.Name, StringComparer.Ordinal);
            foreach (var (name, file) in files)
                lines.Append(OfFile(file)).Append("  ").Append(name).Append('\n');
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines.ToString())));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ScreenDataException(
                $"The file cannot be read: {error.Message}", new Place { Blob = path }, error);
        }
    }

    private static string OfFile(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
