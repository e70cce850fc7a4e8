namespace HcsGrid.Runs.Jobs;

/// <summary>
/// Where the dark and the bright end of a channel come from.
/// </summary>
public enum ScalingMethod
{
    /// <summary>Percentiles of the pixels of a sample of each plate's sites, the same for all its wells.</summary>
    Percentiles,

    /// <summary>Fixed intensities, the same for all plates.</summary>
    Range,

    /// <summary>0 and the largest number of the sample type, 255 or 65,535.</summary>
    Type,
}
