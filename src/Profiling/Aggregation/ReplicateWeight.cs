namespace HcsGrid.Profiling.Aggregation;

/// <summary>
/// What one replicate counts in its perturbation's consensus profile.
/// </summary>
/// <param name="Row">The replicate's row in the table.</param>
/// <param name="Raw">The mean correlation with the other replicates, at least the smallest weight.</param>
/// <param name="Weight">The raw weight over the sum of the group's.</param>
/// <param name="Rounded">The weight that is used.</param>
public readonly record struct ReplicateWeight(int Row, double Raw, double Weight, double Rounded);
