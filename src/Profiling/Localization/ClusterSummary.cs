namespace HcsGrid.Profiling.Localization;

/// <summary>
/// A cluster of profiles: how many, where, how wide.
/// </summary>
/// <param name="Number">The cluster's number.</param>
/// <param name="Rows">Its members' rows of the table, ascending.</param>
/// <param name="Centre">Its centre, over the features used.</param>
/// <param name="Spread">The median Euclidean distance of the members from the centre, in units of the features: 0 for
/// one member.</param>
/// <param name="MedoidRow">The member with the least sum of Euclidean distances to the others; of equal ones the
/// first.</param>
public sealed record ClusterSummary(
    int Number, IReadOnlyList<int> Rows, IReadOnlyList<double> Centre, double Spread, int MedoidRow);
