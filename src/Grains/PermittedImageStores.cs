using HcsGrid.Plates;
using HcsGrid.Storage;

namespace HcsGrid.Grains;

/// <summary>
/// Opens the stores that a facility's settings permit, and folders in them.
/// </summary>
/// <remarks>Jobs come from outside: an address that is none of those permitted, nor below one, is refused before anything is
/// opened.</remarks>
public sealed class PermittedImageStores(IReadOnlyList<string> permitted, Func<string, IBlobStore> open) : IImageStores
{
    public IBlobStore Open(string address) => IsPermitted(address)
        ? open(address)
        : throw new ScreenDataException(
            $"images.store is '{address.Split('?')[0]}', which jobs may not read here; they may read " +
            (permitted.Count == 0 ? "nothing" : string.Join(", ", permitted.Select(p => p.Split('?')[0]))) +
            " (setting --allow-images)", Place.Unknown);

    private bool IsPermitted(string address) =>
        !address.Split('/', '\\').Contains("..") && !address.Contains('%', StringComparison.Ordinal) &&
        permitted.Any(p => address == p ||
            (address.StartsWith(p.TrimEnd('/') + "/", StringComparison.Ordinal) &&
            !p.Contains('?', StringComparison.Ordinal)));
}
