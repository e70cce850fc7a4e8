using HcsGrid.Profiling.Normalization;

namespace HcsGrid.Profiling.Streaming;

/// <summary>
/// What became of a table that was worked on chunk by chunk.
/// </summary>
/// <param name="InputRowCount">Rows read.</param>
/// <param name="OutputRowCount">Rows written.</param>
/// <param name="FeatureNames">The features, in order.</param>
/// <param name="PassCount">How often the file was read from end to end.</param>
/// <param name="WasSorted">Whether rows of a group lay apart, so that they were sorted on disk.</param>
/// <param name="Groups">By what each group was normalized; empty when aggregating.</param>
public sealed record StreamingSummary(
    long InputRowCount,
    long OutputRowCount,
    IReadOnlyList<string> FeatureNames,
    int PassCount,
    bool WasSorted,
    IReadOnlyList<NormalizedGroup> Groups);
