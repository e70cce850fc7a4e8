namespace HcsGrid.Plates;

/// <summary>
/// What a well is for.
/// </summary>
public enum ControlRole
{
    /// <summary>A compound under test; <c>trt</c> in tables.</summary>
    Treatment,

    /// <summary>No effect expected, such as DMSO; <c>negcon</c> in tables.</summary>
    NegativeControl,

    /// <summary>A known effect; <c>poscon</c> in tables.</summary>
    PositiveControl,

    /// <summary>No cells or no assay; <c>empty</c> in tables.</summary>
    Empty,
}
