namespace HcsGrid.Profiling.Normalization;

/// <summary>
/// What becomes of a feature whose reference wells do not vary.
/// </summary>
public enum DegenerateFeatureHandling
{
    /// <summary>The numbers of the reference implementation: divided by 1 (standardize, robustize) or by ε
    /// (mad_robustize).</summary>
    Keep,

    /// <summary>NaN in every row, so that distances leave the feature out.</summary>
    SetNaN,
}
