namespace HcsGrid.Runs;

/// <summary>
/// What a screen's run asks for next.
/// </summary>
public enum ScreenStepKind
{
    /// <summary>Run a well's pipeline.</summary>
    StartWell,

    /// <summary>Make a plate's tables: all its wells are done or have failed.</summary>
    FinishPlate,

    /// <summary>Make the screen's tables: all its plates are finished.</summary>
    FinishScreen,

    /// <summary>Nothing can start until something that runs is reported.</summary>
    Wait,

    /// <summary>Everything is finished.</summary>
    End,
}
