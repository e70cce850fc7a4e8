namespace HcsGrid.Profiling.Tables.Conditions;

/// <summary>
/// A word of a row condition with its value and its place.
/// </summary>
/// <param name="Word">Which word.</param>
/// <param name="Text">A column's name, a text without its quotes, or the word as it is written.</param>
/// <param name="Number">The value of a number.</param>
/// <param name="Position">The character on which it begins, from 1.</param>
internal readonly record struct ConditionToken(ConditionWord Word, string Text, double Number, int Position)
{
    public bool IsOperand => Word is ConditionWord.Column or ConditionWord.Text or ConditionWord.Number;

    public bool IsComparison => Word is >= ConditionWord.Equal and <= ConditionWord.In;
}
