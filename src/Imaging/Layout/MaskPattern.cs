using HcsGrid.Plates;
using HcsGrid.Storage;

namespace HcsGrid.Imaging.Layout;

/// <summary>
/// How the masks of images are named: a key in which the images' own tokens stand, such as <c>masks/{image}.png</c>.
/// </summary>
/// <remarks>Without a token it names one mask for all images.</remarks>
public sealed class MaskPattern
{
    private readonly KeyPattern _keys;
    private readonly ImagePattern _images;
    private readonly string[] _tokens;

    /// <summary>Takes the masks' pattern and that of the images.</summary>
    /// <exception cref="FormatException">A token is unknown, or the images' pattern does not have it; or the pattern is
    /// too long, or is the images' own.</exception>
    public MaskPattern(string pattern, ImagePattern images)
    {
        (_keys, _images, Text) = (new KeyPattern(pattern, "mask pattern"), images, pattern);
        _tokens = [.. _keys.Tokens.Distinct()];
        if (_tokens.FirstOrDefault(token => !images.Tokens.Contains(token)) is { } unknown)
        {
            throw new FormatException(
                $"The mask pattern '{pattern}' has {{{unknown}}}, which the image pattern '{images.Text}' has not.");
        }

        if (pattern.Contains("{*}", StringComparison.Ordinal))
            throw new FormatException($"The mask pattern '{pattern}' has {{*}}: it cannot tell one mask.");
        if (pattern == images.Text)
            throw new FormatException($"The mask pattern '{pattern}' is that of the images.");
    }

    /// <summary>The pattern as it was given.</summary>
    public string Text { get; }

    /// <summary>True where a key has the shape of a mask: it is no image.</summary>
    public bool IsMask(string key) => _keys.TokensOf(key) is not null;

    /// <summary>The key of an image's mask.</summary>
    /// <exception cref="ScreenDataException">The image's key has not the images' shape, or the mask's can be
    /// none.</exception>
    public BlobKey KeyFor(BlobKey image)
    {
        var values = _images.TokensOf(image.Text) ?? throw new ScreenDataException(
            $"The image's name does not fit '{_images.Text}', so that its mask cannot be named",
            new Place { Blob = image.Text });
        return new BlobKey(_tokens.Aggregate(
            Text, (key, token) => key.Replace($"{{{token}}}", values[token], StringComparison.Ordinal)));
    }
}
