using System.Security.Cryptography;
using System.Text;
using HcsGrid.Plates;

namespace HcsGrid.Web;

/// <summary>
/// The API keys that open a server: kept as SHA-256 hashes, compared in constant time.
/// </summary>
public sealed class ApiKeys
{
    /// <summary>The most keys a file may have.</summary>
    public const int MaxCount = 1000;

    private const int MaxFileBytes = 1 << 20;
    private readonly byte[][] _hashes;

    private ApiKeys(byte[][] hashes) => _hashes = hashes;

    /// <summary>Reads a file of hashes: 64 hexadecimal digits a line, whatever follows a space is a note; empty lines
    /// and lines that begin with <c>#</c> say nothing.</summary>
    /// <exception cref="ScreenDataException">The file cannot be read, has no key, or a line is no hash.</exception>
    public static ApiKeys Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MaxFileBytes)
            {
                throw new ScreenDataException(
                    $"The file of API keys is longer than {MaxFileBytes} bytes", new Place { Blob = path });
            }

            return Parse(File.ReadAllLines(path), path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ScreenDataException(
                $"The file of API keys cannot be read: {error.Message}", new Place { Blob = path }, error);
        }
    }

    /// <summary>Whether a text is one of the keys.</summary>
    /// <remarks>Takes as long for every text of one length: all hashes are compared, each in constant time.</remarks>
    public bool Has(string key)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        var found = false;
        foreach (var known in _hashes)
            found |= CryptographicOperations.FixedTimeEquals(known, hash);
        return found;
    }

    private static ApiKeys Parse(string[] lines, string path)
    {
        var hashes = new List<byte[]>();
        for (var i = 0; i < lines.Length; i++)
        {
            var word = lines[i].Trim().Split(' ', '\t')[0];
            if (word.Length == 0 || word[0] == '#')
                continue;
            if (word.Length != 64 || !word.All(char.IsAsciiHexDigit))
            {
                throw new ScreenDataException(
                    "The line is no SHA-256 hash of an API key: expected 64 hexadecimal digits",
                    new Place { Blob = path, LineNumber = i + 1 });
            }

            hashes.Add(Convert.FromHexString(word));
        }

        return hashes.Count is > 0 and <= MaxCount
            ? new ApiKeys([.. hashes])
            : throw new ScreenDataException(
                $"The file has {hashes.Count} API keys, expected 1 to {MaxCount}", new Place { Blob = path });
    }
}
