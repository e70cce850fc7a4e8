namespace HcsGrid.Profiling.Tables.Conditions;

/// <summary>
/// <c>and</c>, <c>or</c> and <c>not</c> of a row condition.
/// </summary>
internal sealed class ConditionLogic(ConditionWord word, ConditionNode first, ConditionNode? second) : ConditionNode
{
    public override void Evaluate(ProfileTable table, Span<bool> holds)
    {
        first.Evaluate(table, holds);
        if (second is null)
        {
            foreach (ref var one in holds)
                one = !one;
            return;
        }

        var others = new bool[holds.Length];
        second.Evaluate(table, others);
        for (var row = 0; row < holds.Length; row++)
            holds[row] = word == ConditionWord.And ? holds[row] && others[row] : holds[row] || others[row];
    }
}
