using System.Text.RegularExpressions;

namespace HcsGrid.Client;

/// <summary>
/// Takes the names of options as other programs of the field write them, and tells mistakes by the names that were
/// typed.
/// </summary>
internal static partial class OptionNames
{
    /// <summary>
    /// The words of a command line in which options are written with hyphens: <c>--pos_sameby</c>, as copairs and
    /// pycytominer name it, is <c>--pos-sameby</c>.
    /// </summary>
    /// <remarks>Only words that begin with two hyphens, up to an equals sign; what follows <c>--</c> alone stays. No
    /// option's name has an underscore.</remarks>
    public static string[] WithHyphens(IReadOnlyList<string> args)
    {
        var end = args.TakeWhile(word => word != "--").Count();
        return [.. args.Select((word, i) => i < end ? WithHyphens(word) : word)];
    }

    private static string WithHyphens(string word)
    {
        if (!word.StartsWith("--", StringComparison.Ordinal))
            return word;
        var length = word.IndexOf('=', StringComparison.Ordinal) is >= 0 and var equals ? equals : word.Length;
        return string.Concat(word[..length].Replace('_', '-'), word[length..]);
    }

    /// <summary>
    /// A message with options in place of the code's properties that have the same words: <c>--null-size is -5</c> for
    /// <c>NullSize is -5</c>.
    /// </summary>
    /// <remarks>A property of one word is looked for at the beginning only. The words may stand among others
    /// (<c>MadEpsilon</c>, <c>--mad-robustize-epsilon</c>), be written as one (<c>PosSameBy</c>, <c>--pos-sameby</c>),
    /// shortened (<c>MinDistance</c>, <c>--min-dist</c>), be counted (<c>DrawCount</c>, <c>--draws</c>) or be their
    /// initials (<c>--fdr</c>). Where no option or more than one is like that, the words stay.</remarks>
    public static string InMessage(string message, IReadOnlyList<string> options) =>
        Property().Replace(message, property =>
        {
            string[] words = [.. Word().Matches(property.Value).Select(word => word.Value.ToLowerInvariant())];
            var named = options.Where(option => IsLike(option, words)).Take(2).ToArray();
            return named.Length == 1 ? named[0] : property.Value;
        });

    private static bool IsLike(string option, string[] words)
    {
        // The field's letter for the neighbours of a profile.
        var parts = option == "--k" ? ["neighbours"] : option.TrimStart('-').Split('-');
        if (words.Length > 1 && parts is [var only] && only == string.Concat(words.Select(word => word[0])))
            return true;
        var wanted = words is [_, .., "count"] ? words[..^1] : words;
        var next = 0;
        foreach (var part in parts)
        {
            for (var length = wanted.Length - next; length > 0; length--)
            {
                if (IsWord(part, string.Concat(wanted[next..(next + length)])))
                {
                    next += length;
                    break;
                }
            }
        }

        return next == wanted.Length;
    }

    private static bool IsWord(string part, string word) =>
        part == word || part == word + "s" || (part.Length > 3 && word.StartsWith(part, StringComparison.Ordinal));

    [GeneratedRegex(@"^[A-Z][a-z]+(?= (is|has) )|(?<![\w'`./\\-])[A-Z][a-z]+([A-Z][a-z]+)+(?![\w'`./\\-])")]
    private static partial Regex Property();

    [GeneratedRegex("[A-Z][a-z]+")]
    private static partial Regex Word();
}
