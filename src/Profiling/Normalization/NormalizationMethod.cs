namespace HcsGrid.Profiling.Normalization;

/// <summary>
/// How a feature is centred and scaled on its reference wells.
/// </summary>
public enum NormalizationMethod
{
    /// <summary>(x − mean) / sd, sd with ddof 0.</summary>
    Standardize,

    /// <summary>(x − median) / (1.4826·MAD + ε).</summary>
    MadRobustize,

    /// <summary>(x − median) / (Q75 − Q25), quantiles interpolated linearly.</summary>
    Robustize,

    /// <summary>x − mean: the offset of a plate goes, and its few controls need not tell a spread.</summary>
    Center,
}
