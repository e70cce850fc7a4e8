using System.Globalization;
using System.Text;
using HcsGrid.Plates;

namespace HcsGrid.Profiling.Tables.Conditions;

/// <summary>
/// Cuts a row condition into words.
/// </summary>
internal sealed class ConditionLexer(string text)
{
    private int _next;

    public static ScreenDataException Error(string reason, int position) =>
        new($"The condition is not understood at character {position}: {reason}", Place.Unknown);

    public ConditionToken Next()
    {
        while (_next < text.Length && char.IsWhiteSpace(text[_next]))
            _next++;
        var start = _next;
        if (start == text.Length)
            return new ConditionToken(ConditionWord.End, "the end", 0, start + 1);
        var c = text[start];
        if (c is '\'' or '"')
            return Quoted(start, ConditionWord.Text);
        if (c == '`')
            return Quoted(start, ConditionWord.Column);
        if (char.IsAsciiDigit(c) || c is '.' or '-' or '+')
            return Number(start);
        return char.IsLetter(c) || c == '_' ? Name(start) : Sign(start);
    }

    private ConditionToken Quoted(int start, ConditionWord word)
    {
        var value = new StringBuilder();
        for (_next = start + 1; _next < text.Length; _next++)
        {
            if (text[_next] == text[start])
            {
                _next++;
                return new ConditionToken(word, value.ToString(), 0, start + 1);
            }

            // A quotation mark inside is written \' as in Python; any other backslash is one.
            if (text[_next] == '\\' && _next + 1 < text.Length && text[_next + 1] is '\'' or '"' or '\\')
                _next++;
            value.Append(text[_next]);
        }

        throw Error($"{text[start]} is opened and never closed", start + 1);
    }

    private ConditionToken Number(int start)
    {
        for (_next = start + 1; _next < text.Length; _next++)
        {
            var isExponentSign = text[_next] is '+' or '-' && text[_next - 1] is 'e' or 'E';
            if (!char.IsAsciiLetterOrDigit(text[_next]) && text[_next] != '.' && !isExponentSign)
                break;
        }

        var word = text[start.._next];
        return double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? new ConditionToken(ConditionWord.Number, word, number, start + 1)
            : throw Error($"'{word}' is no number", start + 1);
    }

    private ConditionToken Name(int start)
    {
        while (_next < text.Length && (char.IsLetterOrDigit(text[_next]) || text[_next] is '_' or '.'))
            _next++;
        var name = text[start.._next];
        var word = name switch
        {
            "and" => ConditionWord.And,
            "or" => ConditionWord.Or,
            "not" => ConditionWord.Not,
            "in" => ConditionWord.In,
            "True" or "False" => ConditionWord.Text,
            _ => ConditionWord.Column,
        };
        return new ConditionToken(word, name, 0, start + 1);
    }

    private ConditionToken Sign(int start)
    {
        var two = start + 1 < text.Length ? text.Substring(start, 2) : "";
        var word = two switch
        {
            "==" => ConditionWord.Equal,
            "!=" => ConditionWord.NotEqual,
            "<=" => ConditionWord.LessOrEqual,
            ">=" => ConditionWord.GreaterOrEqual,
            "&&" => ConditionWord.And,
            "||" => ConditionWord.Or,
            _ => ConditionWord.End,
        };
        _next = start + (word == ConditionWord.End ? 1 : 2);
        if (word == ConditionWord.End)
        {
            word = text[start] switch
            {
                '<' => ConditionWord.Less,
                '>' => ConditionWord.Greater,
                '(' => ConditionWord.Open,
                ')' => ConditionWord.Close,
                '[' => ConditionWord.OpenList,
                ']' => ConditionWord.CloseList,
                ',' => ConditionWord.Comma,
                '&' => ConditionWord.And,
                '|' => ConditionWord.Or,
                '~' => ConditionWord.Not,
                '=' => throw Error("equality is written ==", start + 1),
                var other => throw Error($"'{other}' has no meaning there", start + 1),
            };
        }

        return new ConditionToken(word, text[start.._next], 0, start + 1);
    }
}
