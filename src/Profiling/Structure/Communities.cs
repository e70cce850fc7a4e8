namespace HcsGrid.Profiling.Structure;

/// <summary>
/// A division of rows or nodes into communities.
/// </summary>
/// <param name="Numbers">The community of each, numbered as <see cref="ClusterNumbers"/> says; 0 for a row set
/// aside.</param>
/// <param name="Count">The number of communities.</param>
/// <param name="Modularity">How much more weight lies within communities than by chance, at resolution 1: at most 1;
/// NaN for a graph without edges.</param>
/// <param name="Quality">The same at the resolution asked for: what was maximized.</param>
public sealed record Communities(IReadOnlyList<int> Numbers, int Count, double Modularity, double Quality);
