namespace HcsGrid.Inference;

/// <summary>
/// What a model wants done to a plane of a tile before it sees it.
/// </summary>
public enum InputNormalization
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Each plane of each tile minus its mean, divided by its standard deviation (ddof 0; 0 divides by
    /// 1).</summary>
    ZeroMeanUnitVariance,
}
