namespace HcsGrid.Profiling.Normalization;

/// <summary>
/// A table normalized group by group, and by what each group was.
/// </summary>
/// <param name="Table">The rows and columns of the table given, in their order, with other numbers.</param>
/// <param name="Groups">The groups in the order of their keys.</param>
public sealed record GroupNormalization(ProfileTable Table, IReadOnlyList<NormalizedGroup> Groups);
