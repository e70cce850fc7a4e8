namespace HcsGrid.Profiling.Evaluation;

/// <summary>
/// Which treatments may tell the mechanism of another.
/// </summary>
public enum MoaConvention
{
    /// <summary>NSC: those of other compounds.</summary>
    NotSameCompound,

    /// <summary>NSCB: those of other compounds that share no acquisition batch; mechanisms of a single batch are left
    /// out.</summary>
    NotSameCompoundOrBatch,
}
