using System.Globalization;
using System.Text;
using HcsGrid.Plates;

namespace HcsGrid.Storage.Azure;

/// <summary>
/// Which keys Azure Blob Storage can hold, as its naming rules say.
/// </summary>
/// <remarks>
/// Source: "Naming and Referencing Containers, Blobs, and Metadata" of the service's REST reference. That a blob's name
/// has no control character and no empty segment a <see cref="BlobKey"/> sees to.
/// </remarks>
internal static class AzureKeys
{
    private const int MaxLength = 1024;
    private const int MaxSegmentCount = 254;

    /// <summary>Gives the whole name of a key's blob below a prefix.</summary>
    /// <exception cref="ScreenDataException">Azure cannot hold the key; the message says why.</exception>
    public static string NameOf(BlobKey key, string prefix)
    {
        Check(key, prefix);
        return prefix.Length == 0 ? key.Text : $"{prefix}/{key.Text}";
    }

    /// <exception cref="ScreenDataException">Azure cannot hold the key below the prefix.</exception>
    public static void Check(BlobKey key, string prefix)
    {
        if (Refusal(key.Text, prefix) is { } reason)
        {
            throw new ScreenDataException(
                $"'{key.Text}' cannot name a blob in Azure: {reason}", new Place { Blob = key.Text });
        }
    }

    private static string? Refusal(string key, string prefix)
    {
        if (key.Length == 0)
            return "it is empty";
        var length = key.Length + (prefix.Length == 0 ? 0 : prefix.Length + 1);
        if (length > MaxLength)
            return $"with the store's prefix it has {length} characters, more than {MaxLength}";
        var segments = key.Split('/');
        var segmentCount = segments.Length + (prefix.Length == 0 ? 0 : prefix.Count(c => c == '/') + 1);
        if (segmentCount > MaxSegmentCount)
            return $"with the store's prefix it has {segmentCount} segments, more than {MaxSegmentCount}";
        if (segments.FirstOrDefault(s => s.EndsWith('.')) is { } segment)
            return $"its segment '{segment}' ends with a dot";
        foreach (var rune in key.EnumerateRunes())
        {
            if (IsRefused(rune))
                return $"it holds U+{rune.Value:X4}, which is no character there";
        }

        return null;
    }

    // Private use (the service names U+E000), and what the XML of a listing cannot hold.
    private static bool IsRefused(Rune rune) =>
        Rune.GetUnicodeCategory(rune) == UnicodeCategory.PrivateUse ||
        (rune.Value & 0xFFFE) == 0xFFFE || rune.Value is >= 0xFDD0 and <= 0xFDEF;
}
