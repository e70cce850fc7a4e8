namespace HcsGrid.Repository.Tests;

/// <summary>
/// C# text without what is not code.
/// </summary>
internal static class CodeText
{
    /// <summary>
    /// The text with every comment and every text or character literal replaced by spaces, line by line where it was.
    /// </summary>
    public static string Blank(string text)
    {
        var blank = text.ToCharArray();
        var i = 0;
        while (i < text.Length)
        {
            var end = EndOfLiteralOrComment(text, i);
            if (end < 0)
            {
                i++;
                continue;
            }

            for (; i < end; i++)
            {
                if (blank[i] != '\n')
                    blank[i] = ' ';
            }
        }

        return new string(blank);
    }

    private static int EndOfLiteralOrComment(string text, int start)
    {
        var rest = text.AsSpan(start);
        if (rest.StartsWith("//"))
            return IndexOrEnd(text, "\n", start);
        if (rest.StartsWith("/*"))
            return After(text, "*/", start + 2);
        if (text[start] == '\'')
            return EndOfCharacter(text, start);
        var dollars = CountOf(text, '$', start);
        var quote = start + dollars;
        if (text[start] == '@' && CountOf(text, '$', start + 1) == 1)
            return EndOfVerbatim(text, start + 2, isInterpolated: true);
        if (quote < text.Length && text[quote] == '@')
            return EndOfVerbatim(text, quote + 1, dollars > 0);
        var quotes = CountOf(text, '"', quote);
        if (quotes >= 3)
            return After(text, new string('"', quotes), quote + quotes);
        return quotes == 0 ? -1 : EndOfText(text, quote + 1, dollars > 0);
    }

    private static int EndOfCharacter(string text, int start) =>
        start + 1 < text.Length && text[start + 1] == '\\' ? After(text, "'", start + 3) : After(text, "'", start + 1);

    private static int EndOfVerbatim(string text, int quote, bool isInterpolated)
    {
        if (quote >= text.Length || text[quote] != '"')
            return -1;
        for (var i = quote + 1; i < text.Length; i++)
        {
            if (isInterpolated && text[i] == '{')
                i = EndOfHole(text, i);
            else if (text[i] == '"' && CountOf(text, '"', i) == 1)
                return i + 1;
            else if (text[i] == '"')
                i++;
        }

        return text.Length;
    }

    private static int EndOfText(string text, int start, bool isInterpolated)
    {
        for (var i = start; i < text.Length; i++)
        {
            if (text[i] == '\\')
                i++;
            else if (isInterpolated && text[i] == '{')
                i = EndOfHole(text, i);
            else if (text[i] is '"' or '\n')
                return i + 1;
        }

        return text.Length;
    }

    // The place of the brace that closes a hole, or of the second of two opening ones.
    private static int EndOfHole(string text, int open)
    {
        if (CountOf(text, '{', open) > 1)
            return open + 1;
        var depth = 0;
        for (var i = open; i < text.Length; i++)
        {
            if (EndOfLiteralOrComment(text, i) is var end and > 0)
                i = end - 1;
            else if (text[i] == '{')
                depth++;
            else if (text[i] == '}' && --depth == 0)
                return i;
        }

        return text.Length;
    }

    private static int CountOf(string text, char c, int start)
    {
        var count = 0;
        while (start + count < text.Length && text[start + count] == c)
            count++;
        return count;
    }

    private static int IndexOrEnd(string text, string sought, int start) =>
        start < text.Length && text.IndexOf(sought, start, StringComparison.Ordinal) is var i and >= 0
            ? i
            : text.Length;

    private static int After(string text, string sought, int start) =>
        Math.Min(text.Length, IndexOrEnd(text, sought, start) + sought.Length);
}
