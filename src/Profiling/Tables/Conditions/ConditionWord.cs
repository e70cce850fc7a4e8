namespace HcsGrid.Profiling.Tables.Conditions;

/// <summary>
/// The words of which row conditions are made.
/// </summary>
internal enum ConditionWord
{
    End,
    Column,
    Text,
    Number,
    Open,
    Close,
    OpenList,
    CloseList,
    Comma,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
    And,
    Or,
    Not,
}
