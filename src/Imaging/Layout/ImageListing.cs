using HcsGrid.Plates;

namespace HcsGrid.Imaging.Layout;

/// <summary>
/// Which blobs of a store are images of a screen, and where each belongs.
/// </summary>
/// <param name="Pattern">How images are named.</param>
/// <param name="Plate">The plate of images whose name does not tell it.</param>
/// <param name="ChannelTokens">How names write each channel, in the order of the channels.</param>
public sealed record ImageListing(ImagePattern Pattern, PlateId Plate, IReadOnlyList<string> ChannelTokens)
{
    /// <summary>How files that belong to images are named, such as masks: what has that shape is no image.</summary>
    public IReadOnlyList<CompanionPattern> Companions { get; init; } = [];

    /// <summary>The plates' format, for images whose names tell no well; null: as many wells as are needed.</summary>
    public PlateFormat? Format { get; init; }

    /// <summary>What a key tells; null where it is no image.</summary>
    /// <exception cref="ScreenDataException">The key has the shape, but names no well or no site.</exception>
    internal ImageName? NameOf(string key) =>
        Companions.Any(c => c.IsCompanion(key)) ? null : Pattern.TryMatch(key);

    /// <summary>The plate of an image, before images without wells are numbered.</summary>
    internal PlateId PlateOf(ImageName name) => name.Plate is null ? Plate : new PlateId(name.Plate);
}
