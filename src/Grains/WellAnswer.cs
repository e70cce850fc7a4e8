using HcsGrid.Runs;

namespace HcsGrid.Grains;

/// <summary>
/// What became of a well.
/// </summary>
/// <param name="HasEnded">False where it still runs.</param>
/// <param name="Failure">Why it failed, as its <c>.failed</c> says; null where its result is in the store.</param>
[GenerateSerializer]
[Immutable]
[Alias("hcsgrid.well-answer")]
public sealed record WellAnswer([property: Id(0)] bool HasEnded, [property: Id(1)] RunProblem? Failure = null);
