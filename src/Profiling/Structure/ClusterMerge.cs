namespace HcsGrid.Profiling.Structure;

/// <summary>
/// One step of a hierarchical clustering: two clusters become one.
/// </summary>
/// <param name="Left">The cluster with the smaller number: a leaf (below the leaf count), or the leaf count + the
/// index of the merge that made it.</param>
/// <param name="Right">The other one.</param>
/// <param name="Height">Their distance.</param>
/// <param name="Count">The leaves of both.</param>
public readonly record struct ClusterMerge(int Left, int Right, double Height, int Count);
