using System.Text;
using System.Text.RegularExpressions;

namespace HcsGrid.Imaging.Layout;

/// <summary>
/// A pattern of keys with tokens in braces: what each token reads in a key that has its shape.
/// </summary>
/// <remarks>A token may stand twice: both must then read the same. Everything else stands for itself, in either
/// case.</remarks>
internal sealed class KeyPattern
{
    /// <summary>The longest pattern: as long as the longest key.</summary>
    public const int MaxLength = 1024;

    private static readonly string[] Known = ["image", "plate", "well", "row", "column", "site", "channel", "*"];
    private readonly Regex _regex;
    private readonly List<(string Token, string Group)> _groups = [];

    /// <param name="pattern">The pattern.</param>
    /// <param name="what">What it is a pattern of: for the message.</param>
    /// <exception cref="FormatException">A token is unknown, or the pattern is too long.</exception>
    public KeyPattern(string pattern, string what)
    {
        if (pattern.Length > MaxLength)
            throw new FormatException($"The {what} has {pattern.Length} characters, expected at most {MaxLength}.");
        _regex = Compile(pattern, what);
    }

    /// <summary>The tokens that the pattern names, <c>{*}</c> left out.</summary>
    public IEnumerable<string> Tokens => _groups.Select(g => g.Token);

    /// <summary>What the tokens read in a key; null where it has another shape.</summary>
    public Dictionary<string, string>? TokensOf(string key)
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

        return values;
    }

    private Regex Compile(string pattern, string what)
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
            if (!Known.Contains(token))
            {
                throw new FormatException(
                    $"The {what} '{pattern}' has the unknown token " +
                    $"'{pattern[open..(close < 0 ? pattern.Length : close + 1)]}': " +
                    "expected {" + string.Join("}, {", Known) + "}.");
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
        var characters = token is "plate" or "channel" or "image" ? "[^/]+?" : "[A-Za-z0-9]+?";
        return $"(?<{group}>{characters})";
    }
}
