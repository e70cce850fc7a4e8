namespace HcsGrid.Runs.Jobs;

/// <summary>
/// The wells that a normalization is fitted on.
/// </summary>
public enum ReferenceSamples
{
    /// <summary>The plate's negative controls; a plate without any is told as a problem and fitted on all
    /// wells.</summary>
    Negcon,

    /// <summary>All wells of the plate.</summary>
    All,
}
