using HcsGrid.Plates;
using HcsGrid.Profiling.Tables.Conditions;

namespace HcsGrid.Profiling.Tables;

/// <summary>
/// Chooses rows of a table by a condition on its columns, written as for pandas' <c>query</c>.
/// </summary>
/// <remarks>
/// <para>The part of the language that pycytominer's users write: column names (other characters than letters, digits,
/// <c>_</c> and <c>.</c> in backticks), texts in single or double quotes, numbers, <c>True</c> and <c>False</c>,
/// <c>== != &lt; &lt;= &gt; &gt;=</c>, <c>in</c> and <c>not in</c> with a list <c>[…]</c> or <c>(…)</c>, <c>and or
/// not</c> (also <c>&amp; | ~</c>), parentheses; <c>a &lt; b &lt; c</c> means both. Strongest first: comparisons,
/// <c>not</c>, <c>and</c>, <c>or</c>. The word <c>all</c> is every row.</para>
/// <para>Metadata are text. Beside a number they count as the number that they spell, and a text that spells none
/// compares false (<c>!=</c>: true), as a missing number does; beside a text they compare ordinally, and a missing
/// value equals <c>''</c>. A feature compares with numbers only. NaN equals nothing.</para>
/// </remarks>
public sealed class RowCondition
{
    /// <summary>The most characters of a condition: 64 Ki.</summary>
    public const int MaxLength = 1 << 16;

    private readonly ConditionNode? _root;

    private RowCondition(ConditionNode? root, string text) => (_root, Text) = (root, text);

    /// <summary>Every row.</summary>
    public static RowCondition All { get; } = new(null, "all");

    /// <summary>The condition as it was written.</summary>
    public string Text { get; }

    /// <summary>Whether it holds for every row of any table.</summary>
    public bool IsAll => _root is null;

    /// <summary>Reads a condition.</summary>
    /// <exception cref="ScreenDataException">It is not understood; the message says at which character, from
    /// 1.</exception>
    public static RowCondition Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Trim() == "all")
            return All;
        if (text.Trim().Length == 0)
            throw new ScreenDataException("The condition is empty; the word all chooses every row", Place.Unknown);
        if (text.Length > MaxLength)
            throw new ScreenDataException($"The condition is longer than {MaxLength} characters", Place.Unknown);
        return new RowCondition(new ConditionParser(text).Parse(), text);
    }

    /// <summary>The rows that it holds for, in order.</summary>
    /// <exception cref="ScreenDataException">The table lacks a column, or the condition compares a feature with a
    /// text.</exception>
    public IReadOnlyList<int> RowsOf(ProfileTable table)
    {
        if (_root is null)
            return [.. Enumerable.Range(0, table.RowCount)];
        var holds = new bool[table.RowCount];
        _root.Evaluate(table, holds);
        return [.. Enumerable.Range(0, holds.Length).Where(row => holds[row])];
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
