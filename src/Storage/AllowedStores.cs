using HcsGrid.Plates;
using HcsGrid.Storage.Azure;

namespace HcsGrid.Storage;

/// <summary>
/// Opens the stores that a stranger's job may read: those at or below the addresses that the facility permits.
/// </summary>
/// <remarks>
/// <para>An address is hostile input. A folder counts by where it really is: after percent-decoding, <c>..</c> and
/// every link on its way. An <c>azure:</c> address counts by account, container and whole segments of its prefix. What
/// is refused is told without saying whether it is there.</para>
/// <para>A store is opened read-only, and keys cannot leave it (<see cref="IBlobStore"/>). What somebody who may write
/// below a root changes between the look and the use is not guarded against.</para>
/// </remarks>
public sealed class AllowedStores
{
    private readonly IReadOnlyList<AllowedRoot> _roots;

    /// <summary>Takes the permitted addresses; a relative address is looked for below the first.</summary>
    /// <exception cref="ScreenDataException">There is no root, or one is not an address of a store or not there; the
    /// message says which, without secrets.</exception>
    public AllowedStores(IReadOnlyList<string> roots)
    {
        if (roots.Count == 0)
            throw new ScreenDataException("No image store is permitted: expected one address or more", Place.Unknown);
        _roots = [.. roots.Select(AllowedRoot.Parse)];
    }

    /// <summary>The permitted addresses, without secrets.</summary>
    public IEnumerable<string> Roots => _roots.Select(r => r.Shown);

    /// <summary>The one form of a permitted address, to be kept: absolute, without links and secrets.</summary>
    /// <exception cref="ScreenDataException">The address is not permitted, or a folder is not there.</exception>
    public string Find(string address) => Resolve(address).Found;

    /// <summary>Opens a permitted store to read.</summary>
    /// <exception cref="ScreenDataException">The address is not permitted, or a folder is not there.</exception>
    /// <exception cref="BlobStoreException">The store cannot be used.</exception>
    public IBlobStore Open(string address)
    {
        var (root, found) = Resolve(address);
        return BlobStores.Open(
            found + root.Signature, new FolderBlobStoreOptions { ReadOnly = true, CreateRoot = false },
            new AzureBlobStoreOptions { ReadOnly = true });
    }

    private (AllowedRoot Root, string Found) Resolve(string address)
    {
        if (string.IsNullOrWhiteSpace(address) || address.Any(char.IsControl))
            throw Refuse(address, "it is empty or holds a control character");
        if (address.Length > AllowedRoot.MaxLength)
            throw Refuse(address[..64] + "…", $"it is longer than {AllowedRoot.MaxLength} characters");
        if (address.Contains('\\', StringComparison.Ordinal) && !OperatingSystem.IsWindows())
            throw Refuse(address, "it holds a backslash");
        var isUrl = BlobStores.IsUrl(address);
        if (!isUrl && !Path.IsPathRooted(address))
            return Relative(address);
        if (AzureAddress.IsMeant(address))
            return Contained(address);
        var folder = isUrl ? AllowedRoot.FolderOf(address) : address;
        return folder is null
            ? throw Refuse(address, "expected a folder's path, a file: URL or an azure: URL")
            : InFolder(folder, address);
    }

    private (AllowedRoot Root, string Found) Relative(string address)
    {
        var first = _roots[0];
        if (first.Folder is { } folder)
            return InFolder(Path.Join(folder, address), address);
        var segments = address.Split('/').Where(s => s is not ("" or ".")).Select(Uri.EscapeDataString);
        return Contained(string.Join('/', segments.Prepend(first.Shown)));
    }

    private (AllowedRoot Root, string Found) InFolder(string path, string address)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (ConfinedFolder.RealPathOf(full) is { } real)
        {
            foreach (var root in _roots)
            {
                if (root.Folder is { } folder && ConfinedFolder.IsInside(real, folder))
                {
                    return Directory.Exists(real)
                        ? (root, real)
                        : throw new ScreenDataException($"The image store '{address}' is not a folder", Place.Unknown);
                }
            }
        }
        else if (_roots.Any(r => r.Folder is { } folder && ConfinedFolder.IsInside(full, folder)) &&
            !HasLink(full))
        {
            throw new ScreenDataException($"The image store '{address}' is not there", Place.Unknown);
        }

        throw Refuse(address, "it does not lie in a permitted store");
    }

    // A link to nowhere must not tell whether what it names is there.
    private static bool HasLink(string full)
    {
        for (var path = full; path is not null; path = Path.GetDirectoryName(path))
        {
            if (new FileInfo(path).LinkTarget is not null)
                return true;
        }

        return false;
    }

    private (AllowedRoot Root, string Found) Contained(string address)
    {
        if (address.AsSpan().IndexOfAny("?#@") >= 0)
        {
            throw Refuse(
                address.Split('?', '#')[0],
                "an address of a job has no '?', '#' or '@': credentials are the facility's");
        }

        var asked = AllowedRoot.Parse(address);
        return _roots.FirstOrDefault(r => r.Holds(asked)) is { } root
            ? (root, asked.Shown)
            : throw Refuse(address, "it does not lie in a permitted store");
    }

    private static ScreenDataException Refuse(string? address, string reason)
    {
        var shown = (address ?? "").Split('?')[0];
        var at = shown.LastIndexOf('@');
        return new ScreenDataException(
            $"The image store '{(at < 0 ? shown : "…" + shown[at..])}' is not permitted: {reason}",
            new Place { Key = "images.store" });
    }
}
