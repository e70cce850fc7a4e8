using HcsGrid.Plates;
using HcsGrid.Storage;

namespace HcsGrid.Imaging.Layout;

/// <summary>
/// Every image of a screen, found by listing a store and reading the names.
/// </summary>
/// <param name="Plates">The plates, by barcode.</param>
/// <param name="Problems">Images whose names have the pattern's shape but cannot be read, by key.</param>
/// <param name="IgnoredCount">Blobs that are no images of this screen.</param>
public sealed record ScreenImages(
    IReadOnlyList<PlateImages> Plates, IReadOnlyList<ScreenDataException> Problems, long IgnoredCount)
{
    /// <summary>The most images that a screen may have.</summary>
    public const int MaxImageCount = 50_000_000;

    /// <summary>Lists a store.</summary>
    /// <param name="store">The store.</param>
    /// <param name="pattern">How images are named.</param>
    /// <param name="plate">The plate of images whose name does not tell it.</param>
    /// <param name="channelTokens">How names write each channel, in the order of the channels.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    /// <exception cref="ScreenDataException">No blob has the pattern's shape and a wanted channel.</exception>
    public static Task<ScreenImages> FindAsync(
        IBlobStore store, ImagePattern pattern, PlateId plate, IReadOnlyList<string> channelTokens,
        CancellationToken cancellationToken = default) =>
        FindAsync(store, new ImageListing(pattern, plate, channelTokens), cancellationToken);

    /// <summary>Lists a store.</summary>
    /// <exception cref="ScreenDataException">No blob has the pattern's shape and a wanted channel, or images without
    /// wells cannot be given any.</exception>
    public static async Task<ScreenImages> FindAsync(
        IBlobStore store, ImageListing listing, CancellationToken cancellationToken = default)
    {
        var found = new SortedDictionary<SiteAddress, BlobKey?[]>();
        var claims = new SortedDictionary<(SiteAddress Site, int Channel), SortedSet<BlobKey>>();
        var problems = new List<ScreenDataException>();
        var named = new List<(ImageName Name, int Channel, BlobKey Key)>();
        var (ignored, imageCount) = (0L, 0);
        var examples = new List<string>();
        await foreach (var blob in store.ListAsync("", cancellationToken).ConfigureAwait(false))
        {
            if (examples.Count < 3)
                examples.Add(blob.Key.Text);
            ImageName? name;
            try
            {
                name = listing.NameOf(blob.Key.Text);
            }
            catch (ScreenDataException error)
            {
                problems.Add(error);
                continue;
            }

            var channel = name is null ? -1 : IndexOf(listing.ChannelTokens, name.ChannelToken);
            if (name is null || channel < 0)
            {
                ignored++;
                continue;
            }

            if (++imageCount > MaxImageCount)
                throw new ScreenDataException($"The screen has more than {MaxImageCount} images",
                    new Place { Blob = blob.Key.Text });
            if (name.Image is not null)
                named.Add((name, channel, blob.Key));
            else
                Add(new SiteAddress(listing.PlateOf(name), name.Well, name.SiteNumber), channel, blob.Key);
        }

        var names = Number(named, listing, Add);
        if (found.Count == 0 && problems.Count == 0)
            throw NothingFits(store, listing, examples);
        var errors = claims.Select(c => ErrorOf(c.Key.Site, listing.ChannelTokens[c.Key.Channel], c.Value))
            .GroupBy(e => (e.Place.Plate!.Value, e.Place.Well!.Value)).ToDictionary(g => g.Key, g => g.First());
        return new ScreenImages(
            Group(found, errors, names), [.. problems.OrderBy(p => p.Place.Blob, StringComparer.Ordinal)], ignored);

        void Add(SiteAddress site, int channel, BlobKey key)
        {
            if (!found.TryGetValue(site, out var keys))
                found[site] = keys = new BlobKey?[listing.ChannelTokens.Count];
            if (keys[channel] is { } other)
            {
                if (!claims.TryGetValue((site, channel), out var claiming))
                    claims[(site, channel)] = claiming = [other];
                claiming.Add(key);
            }

            keys[channel] = key;
        }
    }

    /// <summary>Gives images without wells one each, and adds them.</summary>
    /// <returns>The images' names by their wells.</returns>
    private static Dictionary<(PlateId, WellAddress), string> Number(
        List<(ImageName Name, int Channel, BlobKey Key)> named, ImageListing listing,
        Action<SiteAddress, int, BlobKey> add)
    {
        var wells = ImageNumbers.Of(named.Select(n => (listing.PlateOf(n.Name), n.Name.Image!)), listing.Format);
        foreach (var (name, channel, key) in named)
        {
            var (plate, well) = wells[(listing.PlateOf(name), name.Image!)];
            add(new SiteAddress(plate, well, name.SiteNumber), channel, key);
        }

        return wells.ToDictionary(w => w.Value, w => w.Key.Image);
    }

    private static ScreenDataException NothingFits(
        IBlobStore store, ImageListing listing, List<string> examples) => new(
        $"No image in {store.Location} fits the pattern '{listing.Pattern.Text}' with the channels " +
        string.Join(", ", listing.ChannelTokens) +
        (examples.Count > 0 ? $"; there is, for example, {string.Join(", ", examples)}" : "; the store is empty"),
        Place.Unknown);

    private static ScreenDataException ErrorOf(SiteAddress site, string token, SortedSet<BlobKey> keys) => new(
        $"{(keys.Count == 2 ? "Two" : keys.Count)} images claim the same channel '{token}': " +
        string.Join(" and ", keys.Take(2)),
        new Place
        {
            Plate = site.Plate,
            Well = site.Well,
            SiteNumber = site.SiteNumber,
            Blob = keys.ElementAt(1).Text
        });

    private static List<PlateImages> Group(
        SortedDictionary<SiteAddress, BlobKey?[]> found,
        Dictionary<(PlateId Plate, WellAddress Well), ScreenDataException> errors,
        Dictionary<(PlateId Plate, WellAddress Well), string> names) =>
        [.. found.GroupBy(f => f.Key.Plate).Select(plate => new PlateImages(
            plate.Key,
            [.. plate.GroupBy(f => f.Key.Well).Select(well => new WellImages(
                well.Key,
                [.. well.Select(site => new SiteImages(site.Key.SiteNumber, site.Value))],
                errors.GetValueOrDefault((plate.Key, well.Key)))
            {
                Name = names.GetValueOrDefault((plate.Key, well.Key)),
            })]))];

    private static int IndexOf(IReadOnlyList<string> tokens, string? token)
    {
        if (token is null)
            return 0;
        for (var i = 0; i < tokens.Count; i++)
        {
            if (string.Equals(tokens[i], token, StringComparison.OrdinalIgnoreCase))
                return i;
        }

        return -1;
    }
}
