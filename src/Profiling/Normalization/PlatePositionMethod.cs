namespace HcsGrid.Profiling.Normalization;

/// <summary>
/// What stays of a value once its row and column effects are taken away.
/// </summary>
public enum PlatePositionMethod
{
    /// <summary>The residual over 1.4826·MAD of the plate's residuals.</summary>
    BScore,

    /// <summary>The residual, in the feature's unit.</summary>
    Residual,
}
