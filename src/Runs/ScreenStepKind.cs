namespace HcsGrid.Runs;

/// <summary>
/// What a screen's run asks for next.
/// </summary>
public enum ScreenStepKind
{
    /// <summary>Read back which of a plate's wells are done.</summary>
    OpenPlate,

    /// <summary>Run a well's pipeline.</summary>
    StartWell,

    /// <summary>Write that a well failed: it was lost too often. Only a <see cref="Coordination.JobRun"/> asks for
    /// it.</summary>
    GiveUpWell,

    /// <summary>Make a plate's tables: all its wells are done or have failed.</summary>
    FinishPlate,

    /// <summary>Make the screen's tables: all its plates are finished.</summary>
    FinishScreen,

    /// <summary>Nothing can start until something that runs is reported.</summary>
    Wait,

    /// <summary>Everything is finished.</summary>
    End,
}
