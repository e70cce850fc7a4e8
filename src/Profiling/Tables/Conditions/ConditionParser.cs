using HcsGrid.Plates;

namespace HcsGrid.Profiling.Tables.Conditions;

/// <summary>
/// Reads a row condition by recursive descent.
/// </summary>
internal sealed class ConditionParser
{
    /// <summary>The most parentheses and <c>not</c> in each other, which bounds the stack.</summary>
    private const int MaxDepth = 64;

    private readonly ConditionLexer _lexer;
    private ConditionToken _token;
    private int _depth;

    public ConditionParser(string text)
    {
        _lexer = new ConditionLexer(text);
        _token = _lexer.Next();
    }

    public ConditionNode Parse()
    {
        var node = Either();
        return _token.Word == ConditionWord.End ? node : throw Unexpected("and, or, or the end");
    }

    private ConditionNode Either()
    {
        var node = Both();
        while (TryTake(ConditionWord.Or))
            node = new ConditionLogic(ConditionWord.Or, node, Both());
        return node;
    }

    private ConditionNode Both()
    {
        var node = One();
        while (TryTake(ConditionWord.And))
            node = new ConditionLogic(ConditionWord.And, node, One());
        return node;
    }

    private ConditionNode One()
    {
        if (++_depth > MaxDepth)
            throw ConditionLexer.Error($"more than {MaxDepth} parentheses and nots in each other", _token.Position);
        ConditionNode node;
        if (TryTake(ConditionWord.Not))
        {
            node = new ConditionLogic(ConditionWord.Not, One(), null);
        }
        else if (TryTake(ConditionWord.Open))
        {
            node = Either();
            Take(ConditionWord.Close, ")");
        }
        else
        {
            node = Comparison();
        }

        _depth--;
        return node;
    }

    private ConditionNode Comparison()
    {
        ConditionNode? node = null;
        var left = Operand();
        do
        {
            var isNegated = TryTake(ConditionWord.Not);
            var comparison = _token;
            if (!comparison.IsComparison || (isNegated && comparison.Word != ConditionWord.In))
                throw Unexpected(isNegated ? "in" : "a comparison");
            _token = _lexer.Next();
            ConditionNode next;
            ConditionToken[] right;
            var isList = comparison.Word == ConditionWord.In || _token.Word == ConditionWord.OpenList;
            if (isList)
            {
                // As in pandas, == and != with a list are in and not in.
                if (comparison.Word is not (ConditionWord.In or ConditionWord.Equal or ConditionWord.NotEqual))
                    throw Unexpected("a column, text or number");
                right = List();
                next = new ConditionComparison(ConditionWord.Equal, left, right);
                if (isNegated || comparison.Word == ConditionWord.NotEqual)
                    next = new ConditionLogic(ConditionWord.Not, next, null);
            }
            else
            {
                right = [Operand()];
                next = new ConditionComparison(comparison.Word, left, right);
            }

            node = node is null ? next : new ConditionLogic(ConditionWord.And, node, next);
            if (isList)
                return node;
            left = right[0];
        }
        while (_token.IsComparison);

        return node;
    }

    private ConditionToken[] List()
    {
        var close = _token.Word == ConditionWord.Open ? ConditionWord.Close : ConditionWord.CloseList;
        if (!TryTake(ConditionWord.Open))
            Take(ConditionWord.OpenList, "a list such as ['a', 'b']");
        var items = new List<ConditionToken>();
        while (_token.Word != close)
        {
            if (items.Count > 0)
                Take(ConditionWord.Comma, ", or the end of the list");
            if (_token.Word != close)
                items.Add(Operand());
        }

        _token = _lexer.Next();
        return [.. items];
    }

    private ConditionToken Operand()
    {
        var operand = _token;
        if (!operand.IsOperand)
            throw Unexpected("a column, text or number");
        _token = _lexer.Next();
        return operand;
    }

    private bool TryTake(ConditionWord word)
    {
        if (_token.Word != word)
            return false;
        _token = _lexer.Next();
        return true;
    }

    private void Take(ConditionWord word, string expected)
    {
        if (!TryTake(word))
            throw Unexpected(expected);
    }

    private ScreenDataException Unexpected(string expected) =>
        ConditionLexer.Error($"expected {expected}, not {Shown()}", _token.Position);

    private string Shown() => _token.Word == ConditionWord.End ? "the end" : $"'{_token.Text}'";
}
