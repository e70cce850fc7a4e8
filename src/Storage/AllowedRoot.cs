using HcsGrid.Plates;

namespace HcsGrid.Storage;

/// <summary>
/// One address of <see cref="AllowedStores"/>, taken apart: a folder, or a container with a prefix.
/// </summary>
internal sealed class AllowedRoot
{
    public const string Azure = "azure";

    public const int MaxLength = 4096;

    private readonly string[] _parts;

    private AllowedRoot(string shown, string? folder, string[] parts, string signature) =>
        (Shown, Folder, _parts, Signature) = (shown, folder, parts, signature);

    /// <summary>The address in its one form, without secrets.</summary>
    public string Shown { get; }

    /// <summary>The folder without links; null where the root is no folder.</summary>
    public string? Folder { get; }

    /// <summary>What is written behind an address below the root: a SAS with its question mark, or nothing.</summary>
    public string Signature { get; }

    /// <exception cref="ScreenDataException">The text names no store, or a folder that is not there.</exception>
    public static AllowedRoot Parse(string address)
    {
        if (string.IsNullOrWhiteSpace(address) || address.Any(char.IsControl))
            throw Refuse(address, "it is empty or holds a control character");
        if (BlobStores.SchemeOf(address).Equals(Azure, StringComparison.OrdinalIgnoreCase))
            return ParseContainer(address);
        var folder = BlobStores.SchemeOf(address).Length == 0 ? address : FolderOf(address);
        if (folder is null)
            throw Refuse(address, "expected a folder's path, a file: URL or an azure: URL");
        var real = ConfinedFolder.RealPathOf(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        if (real is null || !Directory.Exists(real))
            throw Refuse(address, "there is no such folder");
        return new AllowedRoot(real, real, [], "");
    }

    /// <summary>The path of a <c>file:</c> URL; null where the text is none.</summary>
    public static string? FolderOf(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url) && url.IsFile && url.Host.Length == 0 &&
        url.Query.Length == 0 && url.Fragment.Length == 0 &&
        address.StartsWith("file:///", StringComparison.OrdinalIgnoreCase) &&
        !url.LocalPath.Any(char.IsControl)
            ? url.LocalPath
            : null;

    /// <summary>Whether an address of a container is this one or lies below it.</summary>
    public bool Holds(AllowedRoot other) =>
        _parts.Length > 0 && other._parts.Length >= _parts.Length &&
        _parts.SequenceEqual(other._parts.Take(_parts.Length), StringComparer.Ordinal);

    private static AllowedRoot ParseContainer(string address)
    {
        var path = address.Split('?', '#')[0];
        var signature = address[path.Length..];
        const string begin = Azure + "://";
        if (!path.StartsWith(begin, StringComparison.OrdinalIgnoreCase) || path.Contains('@', StringComparison.Ordinal) ||
            signature.StartsWith('#'))
        {
            throw Refuse(address, "expected azure://account/container/prefix");
        }

        var parts = path[begin.Length..].TrimEnd('/').Split('/').Select(Uri.UnescapeDataString).ToArray();
        if (parts.Length < 2 || parts.Any(p => p is "" or "." or ".." || IsUnclear(p)))
            throw Refuse(address, "expected azure://account/container/prefix, no part of it empty, '.' or '..'");

        // An account's name is one with its endpoint's host; names of accounts know no case, prefixes do.
        parts[0] = parts[0].ToLowerInvariant();
        var shown = begin + string.Join('/', parts.Select(Uri.EscapeDataString));
        return new AllowedRoot(shown, null, parts, signature);
    }

    // What would be another segment, or another name, once it is decoded or written again.
    private static bool IsUnclear(string part) =>
        part.Any(c => c is '/' or '\\' or '?' or '#' or '@' || char.IsControl(c) || char.IsSurrogate(c)) ||
        part.Contains('%', StringComparison.Ordinal);

    private static ScreenDataException Refuse(string? address, string reason)
    {
        var shown = (address ?? "").Split('?')[0];
        var at = shown.LastIndexOf('@');
        return new ScreenDataException(
            $"'{(at < 0 ? shown : "…" + shown[at..])}' cannot be a permitted store: {reason}", Place.Unknown);
    }
}
