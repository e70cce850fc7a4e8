namespace HcsGrid.Repository.Tests;

/// <summary>
/// A pair of braces in C# text and the words before it.
/// </summary>
/// <param name="Header">What stands between the last statement or brace and this one, in one line.</param>
/// <param name="Depth">How many blocks are around it.</param>
/// <param name="ParentHeader">The header of the block around it; empty at the top.</param>
/// <param name="FirstLineNumber">The line on which the header begins, from 1.</param>
/// <param name="LastLineNumber">The line of the closing brace, from 1.</param>
internal sealed record CodeBlock(
    string Header, int Depth, string ParentHeader, int FirstLineNumber, int LastLineNumber)
{
    public int LineCount => LastLineNumber - FirstLineNumber + 1;

    /// <summary>Every block of a text, in the order in which they close.</summary>
    public static IReadOnlyList<CodeBlock> In(string text)
    {
        var code = CodeText.Blank(text);
        var blocks = new List<CodeBlock>();
        var open = new Stack<(string Header, int LineNumber)>();
        var headerStart = 0;
        var parentheses = 0;
        for (var i = 0; i < code.Length; i++)
        {
            parentheses += code[i] == '(' ? 1 : code[i] == ')' ? -1 : 0;
            if (code[i] == '{')
            {
                var header = code[headerStart..i];
                var begin = headerStart + header.Length - header.TrimStart().Length;
                open.Push((OneLine(header), LineNumberOf(code, begin)));
            }
            else if (code[i] == '}' && open.TryPop(out var block))
            {
                var parent = open.TryPeek(out var outer) ? outer.Header : "";
                blocks.Add(new CodeBlock(block.Header, open.Count, parent, block.LineNumber, LineNumberOf(code, i)));
            }

            if (code[i] is '{' or '}' || (code[i] == ';' && parentheses <= 0))
                headerStart = i + 1;
        }

        return blocks;
    }

    private static string OneLine(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static int LineNumberOf(string text, int index) =>
        1 + text.AsSpan(0, Math.Min(index, text.Length)).Count('\n');
}
