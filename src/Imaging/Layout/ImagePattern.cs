using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
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
/// <para>A key that has the pattern's shape but names no well or site is an error that names the key
/// (<see cref="TryMatch"/> throws); a key of another shape is simply no image of this screen.</para>
/// </remarks>
public sealed class ImagePattern
{
    /// <summary>The longest pattern: as long as the longest key.</summary>
    public const int MaxLength = 1024;

    private static readonly string[] Tokens = ["plate", "well", "row", "column", "site", "channel", "*"];
    private readonly Regex _regex;
    private readonly List<(string Token, string Group)> _groups = [];

    /// <summary>Takes a pattern.</summary>
    /// <exception cref="FormatException">A token is unknown, or the pattern is too long or cannot tell the
    /// well.</exception>
    public ImagePattern(string pattern)
    {
        if (pattern.Length > MaxLength)
            throw new FormatException(
                $"The image pattern has {pattern.Length} characters, expected at most {MaxLength}.");
        Text = pattern;
        _regex = Compile(pattern);
        var has = _groups.Select(g => g.Token).ToHashSet(StringComparer.Ordinal);
        if (!has.Contains("well") && !(has.Contains("row") && has.Contains("column")))
            throw new FormatException(
                $"The image pattern '{pattern}' has neither {{well}} nor {{row}} and {{column}}.");
        HasPlate = has.Contains("plate");
        HasChannel = has.Contains("channel");
    }

    /// <summary>The pattern as it was given.</summary>
    public string Text { get; }

    /// <summary>True where the pattern tells the plate.</summary>
    public bool HasPlate { get; }

    /// <summary>True where the pattern tells the channel; else every image is of the one channel there is.</summary>
    public bool HasChannel { get; }

    /// <summary>Reads a key; null where it has another shape.</summary>
    /// <exception cref="ScreenDataException">The key has the shape, but names no well or no site.</exception>
    public ImageName? TryMatch(string key)
    {
        var match = _regex.Match(key);
        if (!match.Success)
            return null;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (token, group) in _groups)
        {
            var value = match.Groups[group].Value;
            if (!values.TryAdd(token, value) && !string.Equals(values[token], value,
                StringComparison.OrdinalIgnoreCase))
                return null;
        }

        var plate = values.GetValueOrDefault("plate");
        if (plate is not null && !PlateId.IsValid(plate))
            throw Wrong($"'{plate}' is not a plate barcode");
        return new ImageName(plate, WellOf(values), SiteOf(values), values.GetValueOrDefault("channel"));

        ScreenDataException Wrong(string reason) =>
            new($"The image's name cannot be read: {reason}", new Place { Blob = key });

        WellAddress WellOf(Dictionary<string, string> found)
        {
            var text = found.TryGetValue("well", out var whole) ? whole : LettersOf(found["row"]) + found["column"];
            return WellAddress.TryParse(text, out var well)
                ? well
                : throw Wrong($"'{text}' is not a well (expected a row A to AF and a column 1 to 48)");
        }

        int SiteOf(Dictionary<string, string> found)
        {
            if (!found.TryGetValue("site", out var text))
                return 1;
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
                ? number
                : throw Wrong($"'{text}' is not a site number (expected 1 or more)");
        }
    }

    private static string LettersOf(string row) =>
        int.TryParse(row, NumberStyles.None, CultureInfo.InvariantCulture, out var number) &&
        number is > 0 and <= WellAddress.MaxRowCount
            ? WellAddress.LettersOf(number - 1)
            : row;

    private Regex Compile(string pattern)
    {
        var regex = new StringBuilder("^");
        var position = 0;
        while (position < pattern.Length)
        {
            var open = pattern.IndexOf('{', position);
            if (open < 0)
            {
                regex.Append(Regex.Escape(pattern[position..]));
                break;
            }

            var close = pattern.IndexOf('}', open);
            var token = close < 0 ? "" : pattern[(open + 1)..close];
            if (!Tokens.Contains(token))
            {
                throw new FormatException(
                    $"The image pattern '{pattern}' has the unknown token " +
                    $"'{pattern[open..(close < 0 ? pattern.Length : close + 1)]}': " +
                    "expected {" + string.Join("}, {", Tokens) + "}.");
            }

            regex.Append(Regex.Escape(pattern[position..open]));
            regex.Append(GroupFor(token));
            position = close + 1;
        }

        // Without backtracking the time is linear in the key, whatever the pattern.
        return new Regex(
            regex.Append(@"\z").ToString(),
            RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    }

    private string GroupFor(string token)
    {
        if (token == "*")
            return "[^/]*?";
        var group = $"{token}{_groups.Count}";
        _groups.Add((token, group));
        var characters = token is "plate" or "channel" ? "[^/]+?" : "[A-Za-z0-9]+?";
        return $"(?<{group}>{characters})";
    }
}
