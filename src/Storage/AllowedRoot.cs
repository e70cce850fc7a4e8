using HcsGrid.Plates;
using HcsGrid.Storage.Azure;

namespace HcsGrid.Storage;

/// <summary>
/// One address of <see cref="AllowedStores"/>, taken apart: a folder, or a container with a prefix.
/// </summary>
internal sealed class AllowedRoot
{
    public const int MaxLength = 4096;

    private readonly AzureAddress? _container;

    private AllowedRoot(string folder) => (Shown, Folder, Signature) = (folder, folder, "");

    private AllowedRoot(AzureAddress container)
    {
        _container = container;
        Shown = container.Shown;
        Signature = container.Signature is { } signature ? $"?{signature}" : "";
    }

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
        if (AzureAddress.IsMeant(address))
            return ParseContainer(address);
        var folder = BlobStores.IsUrl(address) ? FolderOf(address) : address;
        if (folder is null)
            throw Refuse(address, "expected a folder's path, a file: URL or an azure: URL");
        var real = ConfinedFolder.RealPathOf(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        if (real is null || !Directory.Exists(real))
            throw Refuse(address, "there is no such folder");
        return new AllowedRoot(real);
    }

    /// <summary>The path of a <c>file:</c> URL; null where the text is none.</summary>
    public static string? FolderOf(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url) && url.IsFile && url.Host.Length == 0 &&
        url.Query.Length == 0 && url.Fragment.Length == 0 &&
        address.StartsWith("file:///", StringComparison.OrdinalIgnoreCase) &&
        !url.LocalPath.Any(char.IsControl)
            ? url.LocalPath
            : null;

    /// <summary>Whether an address of a container is this one or lies below it, by whole segments.</summary>
    public bool Holds(AllowedRoot other) =>
        _container is { } mine && other._container is { } asked &&
        mine.Account == asked.Account && mine.Container == asked.Container &&
        (mine.Prefix.Length == 0 || asked.Prefix == mine.Prefix ||
         asked.Prefix.StartsWith(mine.Prefix + "/", StringComparison.Ordinal));

    private static AllowedRoot ParseContainer(string address)
    {
        var container = AzureAddress.Parse(address);

        // What would be another name once it is decoded again somewhere on its way.
        if (container.Prefix.AsSpan().IndexOfAny("%?#@") >= 0)
            throw Refuse(container.Shown, "its prefix holds '%', '?', '#' or '@' once it is decoded");
        return new AllowedRoot(container);
    }

    private static ScreenDataException Refuse(string? address, string reason)
    {
        var shown = (address ?? "").Split('?')[0];
        var at = shown.LastIndexOf('@');
        return new ScreenDataException(
            $"'{(at < 0 ? shown : "…" + shown[at..])}' cannot be a permitted store: {reason}",
            new Place { Key = "images.store" });
    }
}
