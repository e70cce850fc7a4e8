namespace HcsGrid.Profiling.Tables.Conditions;

/// <summary>
/// One part of a row condition that is true or false for each row.
/// </summary>
internal abstract class ConditionNode
{
    /// <summary>Says for each row of a table whether the part holds.</summary>
    public abstract void Evaluate(ProfileTable table, Span<bool> holds);
}
