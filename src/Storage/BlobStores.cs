using HcsGrid.Plates;
using HcsGrid.Storage.Azure;

namespace HcsGrid.Storage;

/// <summary>
/// Opens the store that an address names.
/// </summary>
public static class BlobStores
{
    /// <summary>Opens a folder's path, a <c>file:</c> URL or an <c>azure:</c> URL (docs/formats/stores.md).</summary>
    /// <param name="address">
    /// A relative or absolute path, <c>file:///absolute/path</c>, or <c>azure://account/container/prefix</c>. A
    /// relative path whose first part holds a colon is written with <c>./</c> before it.
    /// </param>
    /// <param name="folder">How to use a folder.</param>
    /// <param name="azure">How to use a container.</param>
    /// <exception cref="ScreenDataException">
    /// The address names no store; the message gives it without secrets.
    /// </exception>
    /// <exception cref="BlobStoreException">The folder cannot be used; the message says why.</exception>
    public static IBlobStore Open(
        string address, FolderBlobStoreOptions? folder = null, AzureBlobStoreOptions? azure = null)
    {
        if (string.IsNullOrWhiteSpace(address))
            throw Refuse(address ?? "", "it is empty");
        if (address.Contains('\0', StringComparison.Ordinal))
            throw Refuse(address, "it holds a zero character");
        var scheme = SchemeOf(address);
        if (scheme.Length == 0)
            return new FolderBlobStore(address, folder);
        if (AzureAddress.IsMeant(address))
            return new AzureBlobStore(address, azure);
        if (!scheme.Equals("file", StringComparison.OrdinalIgnoreCase))
            throw Refuse(address, "expected a folder's path, a file: URL or an azure: URL");
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Host.Length > 0 ||
            url.Query.Length > 0 || url.Fragment.Length > 0)
        {
            throw Refuse(address, "expected file:///absolute/path, without a host, a query or a fragment");
        }

        return new FolderBlobStore(url.LocalPath, folder);
    }

    /// <summary>Whether a text is a URL, which is taken as it is, rather than a path.</summary>
    public static bool IsUrl(string address) => SchemeOf(address).Length > 0;

    /// <summary>An address without what may be a secret: everything from a <c>?</c> on.</summary>
    /// <remarks>A path is left as it is.</remarks>
    public static string WithoutSecrets(string address) => IsUrl(address) ? address.Split('?')[0] : address;

    // One letter and a colon is a drive.
    private static string SchemeOf(string address)
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
