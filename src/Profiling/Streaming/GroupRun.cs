namespace HcsGrid.Profiling.Streaming;

/// <summary>
/// Rows of a chunk that belong to one group, in order.
/// </summary>
internal readonly record struct GroupRun(int Group, ProfileTable Chunk, int[] Rows);
