namespace HcsGrid.Profiling.Evaluation;

/// <summary>
/// How many positives are ranked among how many pairs: what the chance value of an average precision depends on.
/// </summary>
/// <param name="PositiveCount">Positive pairs of a profile.</param>
/// <param name="TotalCount">Positive and negative pairs of a profile.</param>
public readonly record struct PairConfiguration(int PositiveCount, int TotalCount);
