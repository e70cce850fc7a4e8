using System.Globalization;
using System.Text.RegularExpressions;
using HcsGrid.Plates;
using HcsGrid.Storage;

namespace HcsGrid.Imaging.Layout;

/// <summary>
/// How files that belong to images are named, such as masks: a key in which the images' own tokens stand, such as
/// <c>masks/{image}.png</c>.
/// </summary>
/// <remarks>
/// <para>A token reads as it is written in the image's name. <c>{well}</c> and <c>{site}</c> may be followed by a form,
/// written as an example: <c>{well:A01}</c>, <c>{well:A1}</c>, <c>{site:1}</c>, <c>{site:01}</c>, whatever the image's
/// name writes; so there is a well where the images' names have rows and columns.</para>
/// <para>Without a token it names one file for all images.</para>
/// </remarks>
public sealed partial class CompanionPattern
{
    private readonly KeyPattern _keys;
    private readonly ImagePattern _images;
    private readonly string _what;

    /// <summary>Takes the files' pattern and that of the images.</summary>
    /// <param name="pattern">How the files are named.</param>
    /// <param name="images">How the images are named.</param>
    /// <param name="what">What the files are, for messages.</param>
    /// <exception cref="FormatException">A token or its form is unknown, or the images' pattern does not have it; or
    /// the pattern is too long, or is the images' own.</exception>
    public CompanionPattern(string pattern, ImagePattern images, string what = "mask")
    {
        (_images, _what, Text) = (images, what, pattern);
        _keys = new KeyPattern(WithoutForms(pattern), $"{what} pattern");
        foreach (Match token in Token().Matches(pattern))
            CheckToken(token.Groups["name"].Value, token.Groups["form"]);
        if (pattern.Contains("{*}", StringComparison.Ordinal))
            throw new FormatException($"The {what} pattern '{pattern}' has {{*}}: it cannot tell one {what}.");
        if (pattern == images.Text)
            throw new FormatException($"The {what} pattern '{pattern}' is that of the images.");
    }

    /// <summary>The pattern as it was given.</summary>
    public string Text { get; }

    /// <summary>True where the pattern has a token.</summary>
    public bool Has(string token) => _keys.Tokens.Contains(token);

    /// <summary>True where a key has the shape of such a file: it is no image.</summary>
    public bool IsCompanion(string key) => _keys.TokensOf(key) is not null;

    /// <summary>The key of an image's file.</summary>
    /// <exception cref="ScreenDataException">The image's key has not the images' shape, or the file's can be
    /// none.</exception>
    public BlobKey KeyFor(BlobKey image)
    {
        var values = _images.TokensOf(image.Text) ?? throw new ScreenDataException(
            $"The image's name does not fit '{_images.Text}', so that its {_what} cannot be named",
            new Place { Blob = image.Text });
        return new BlobKey(Token().Replace(Text, token =>
        {
            var (name, form) = (token.Groups["name"].Value, token.Groups["form"]);
            return form.Success ? Written(name, form.Value, _images.TryMatch(image.Text)!) : values[name];
        }));
    }

    /// <summary>The same; null where there is no image, or <see cref="KeyFor"/> tells that the file cannot be
    /// named.</summary>
    public BlobKey? KeyOrNull(BlobKey? image)
    {
        try
        {
            return image is { } key ? KeyFor(key) : null;
        }
        catch (ScreenDataException)
        {
            return null;
        }
    }

    private void CheckToken(string token, Group form)
    {
        if (form.Success && !(token == "well" && form.Value is "A01" or "A1") &&
            !(token == "site" && SiteForm().IsMatch(form.Value)))
        {
            throw new FormatException(
                $"The {_what} pattern '{Text}' has the unknown form '{{{token}:{form.Value}}}': expected " +
                "{well:A01}, {well:A1}, {site:1}, {site:01} or {site:001}.");
        }

        var isThere = form.Success && token == "well" ? !_images.HasImage : _images.Tokens.Contains(token);
        if (!isThere)
        {
            throw new FormatException(
                $"The {_what} pattern '{Text}' has {{{token}}}, which the image pattern '{_images.Text}' has not.");
        }
    }

    private static string Written(string token, string form, ImageName image) => (token, form) switch
    {
        ("site", _) => image.SiteNumber.ToString($"D{form.Length}", CultureInfo.InvariantCulture),
        (_, "A1") => image.Well.RowLetters + image.Well.ColumnNumber.ToString(CultureInfo.InvariantCulture),
        _ => image.Well.ToString(),
    };

    private static string WithoutForms(string pattern) => Token().Replace(pattern, "{${name}}");

    [GeneratedRegex(@"\{(?<name>[a-z]+)(:(?<form>[^{}]*))?\}")]
    private static partial Regex Token();

    [GeneratedRegex("^0{0,3}1$")]
    private static partial Regex SiteForm();
}
