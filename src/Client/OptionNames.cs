namespace HcsGrid.Client;

/// <summary>
/// Takes the names of options as other programs of the field write them.
/// </summary>
internal static class OptionNames
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
}
