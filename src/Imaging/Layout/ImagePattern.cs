using System.Globalization;
using HcsGrid.Plates;

namespace HcsGrid.Imaging.Layout;

/// <summary>
/// A pattern of image names, such as <c>{plate}/{well}_s{site}_{channel}.tif</c>, that tells plate, well, site and
/// channel of a blob from its key.
/// </summary>
/// <remarks>
/// <para>Tokens: <c>{plate}</c>, <c>{well}</c>, <c>{row}</c> (letters or a number), <c>{column}</c>, <c>{site}</c>,
/// <c>{channel}</c>, and <c>{*}</c> for anything inside one segment. A token may stand twice: both must then read the
/// same. Everything else stands for itself, in either case.</para>
/// <para>Images that lie on no plate are named by <c>{image}</c> in place of the well: <see cref="ScreenImages"/>
/// gives each name a well.</para>
/// <para>A key that has the pattern's shape but names no well or site is an error that names the key
/// (<see cref="TryMatch"/> throws); a key of another shape is simply no image of this screen.</para>
/// </remarks>
public sealed class ImagePattern
{
    /// <summary>The longest pattern: as long as the longest key.</summary>
    public const int MaxLength = KeyPattern.MaxLength;

    private readonly KeyPattern _keys;

    /// <summary>Takes a pattern.</summary>
    /// <exception cref="FormatException">A token is unknown, or the pattern is too long, or it cannot tell the well, or
    /// tells it twice.</exception>
    public ImagePattern(string pattern)
    {
        _keys = new KeyPattern(pattern, "image pattern");
        Text = pattern;
        var has = _keys.Tokens.ToHashSet(StringComparer.Ordinal);
        HasImage = has.Contains("image");
        if (HasImage && has.Overlaps(["well", "row", "column"]))
        {
            throw new FormatException(
                $"The image pattern '{pattern}' has {{image}}, for images that lie on no plate, and names wells.");
        }

        if (!HasImage && !has.Contains("well") && !(has.Contains("row") && has.Contains("column")))
        {
            throw new FormatException(
                $"The image pattern '{pattern}' has neither {{well}} nor {{row}} and {{column}}, " +
                "nor {image} in their place.");
        }

        HasPlate = has.Contains("plate");
        HasChannel = has.Contains("channel");
        Tokens = has;
    }

    /// <summary>The pattern as it was given.</summary>
    public string Text { get; }

    /// <summary>True where the pattern tells the plate.</summary>
    public bool HasPlate { get; }

    /// <summary>True where the pattern tells the channel; else every image is of the one channel there is.</summary>
    public bool HasChannel { get; }

    /// <summary>True where the pattern names images, and no wells.</summary>
    public bool HasImage { get; }

    /// <summary>The tokens that the pattern names.</summary>
    internal IReadOnlySet<string> Tokens { get; }

    /// <summary>Reads a key; null where it has another shape.</summary>
    /// <exception cref="ScreenDataException">The key has the shape, but names no well or no site.</exception>
    public ImageName? TryMatch(string key)
    {
        if (_keys.TokensOf(key) is not { } values)
            return null;
        var plate = values.GetValueOrDefault("plate");
        if (plate is not null && !PlateId.IsValid(plate))
            throw Wrong($"'{plate}' is not a plate barcode");
        return new ImageName(
            plate, HasImage ? default : WellOf(), SiteOf(), values.GetValueOrDefault("channel"),
            values.GetValueOrDefault("image"));

        ScreenDataException Wrong(string reason) =>
            new($"The image's name cannot be read: {reason}", new Place { Blob = key });

        WellAddress WellOf()
        {
            var text = values.TryGetValue("well", out var whole) ? whole : LettersOf(values["row"]) + values["column"];
            return WellAddress.TryParse(text, out var well)
                ? well
                : throw Wrong($"'{text}' is not a well (expected a row A to AF and a column 1 to 48)");
        }

        int SiteOf()
        {
            if (!values.TryGetValue("site", out var text))
                return 1;
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
                ? number
                : throw Wrong($"'{text}' is not a site number (expected 1 or more)");
        }
    }

    /// <summary>What the tokens read in a key, as it is written there; null where it has another shape.</summary>
    internal Dictionary<string, string>? TokensOf(string key) => _keys.TokensOf(key);

    private static string LettersOf(string row) =>
        int.TryParse(row, NumberStyles.None, CultureInfo.InvariantCulture, out var number) &&
        number is > 0 and <= WellAddress.MaxRowCount
            ? WellAddress.LettersOf(number - 1)
            : row;
}
