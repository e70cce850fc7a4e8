using HcsGrid.Plates;

namespace HcsGrid.Storage;

/// <summary>
/// Opens the store that an address names.
/// </summary>
public static class BlobStores
{
    /// <summary>Opens a folder's path or a <c>file:</c> URL.</summary>
    /// <param name="address">
    /// A relative or absolute path, or <c>file:///absolute/path</c>. A relative path whose first part holds a colon is
    /// written with <c>./</c> before it.
    /// </param>
    /// <param name="options">How to use the folder.</param>
    /// <exception cref="ScreenDataException">
    /// The address names no store; the message gives it without secrets.
    /// </exception>
    /// <exception cref="BlobStoreException">The folder cannot be used; the message says why.</exception>
    public static IBlobStore Open(string address, FolderBlobStoreOptions? options = null)
    {
        if (string.IsNullOrWhiteSpace(address))
            throw Refuse(address ?? "", "it is empty");
        if (address.Contains('\0', StringComparison.Ordinal))
            throw Refuse(address, "it holds a zero character");
        var scheme = SchemeOf(address);
        if (scheme.Length == 0)
            return new FolderBlobStore(address, options);
        if (!scheme.Equals("file", StringComparison.OrdinalIgnoreCase))
            throw Refuse(address, "expected a folder's path or a file: URL");
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Host.Length > 0 ||
            url.Query.Length > 0 || url.Fragment.Length > 0)
        {
            throw Refuse(address, "expected file:///absolute/path, without a host, a query or a fragment");
        }

        return new FolderBlobStore(url.LocalPath, options);
    }

    // One letter and a colon is a drive.
    internal static string SchemeOf(string address)
    {
        var colon = address.IndexOf(':', StringComparison.Ordinal);
        return colon > 1 && char.IsAsciiLetter(address[0]) &&
            address.Take(colon).All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.')
            ? address[..colon]
            : "";
    }

    // What stands before an @ or after a ? may be a secret.
    private static ScreenDataException Refuse(string address, string reason)
    {
        var shown = address.Split('?')[0];
        var at = shown.LastIndexOf('@');
        if (at >= 0)
            shown = $"{SchemeOf(address)}:…{shown[at..]}";
        return new ScreenDataException($"'{shown}' names no store: {reason}", Place.Unknown);
    }
}
