namespace HcsGrid.Profiling.Aggregation;

/// <summary>
/// How the replicates of a perturbation become its consensus profile.
/// </summary>
public enum ConsensusOperation
{
    /// <summary>The median of each feature.</summary>
    Median,

    /// <summary>The arithmetic mean of each feature.</summary>
    Mean,

    /// <summary>A mean weighted by how well a replicate agrees with the others (<see cref="Modz"/>).</summary>
    Modz,
}
