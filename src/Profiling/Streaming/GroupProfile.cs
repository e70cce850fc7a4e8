namespace HcsGrid.Profiling.Streaming;

/// <summary>
/// A group's profile over some features.
/// </summary>
internal readonly record struct GroupProfile(int Group, double[] Values);
