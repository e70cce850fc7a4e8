namespace HcsGrid.Profiling.Streaming;

/// <summary>
/// A group's profile over some features.
/// </summary>
/// <remarks>Its values are valid until the next profile is asked for: the array is used again.</remarks>
internal readonly record struct GroupProfile(int Group, double[] Values);
