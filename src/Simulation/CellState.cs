namespace HcsGrid.Simulation;

/// <summary>
/// What a simulated cell is doing.
/// </summary>
public enum CellState
{
    /// <summary>Spread out, with one nucleus.</summary>
    Interphase,

    /// <summary>Rounded, its DNA condensed.</summary>
    Mitotic,

    /// <summary>Spread out, its nucleus in several pieces.</summary>
    Fragmented,
}
