using HcsGrid.Runs;

namespace HcsGrid.Grains;

/// <summary>
/// How far a plate is, by the store.
/// </summary>
/// <param name="Wells">Its wells that have images.</param>
/// <param name="States">How far each is: waiting, done or failed.</param>
/// <param name="Problems">What is not as it was when the plate was begun.</param>
/// <param name="Refusal">Why the plate cannot be run at all; else null.</param>
[GenerateSerializer]
[Immutable]
[Alias("hcsgrid.opened-plate")]
public sealed record OpenedPlate(
    [property: Id(0)] string[] Wells,
    [property: Id(1)] WellState[] States,
    [property: Id(2)] RunProblem[] Problems,
    [property: Id(3)] RunProblem? Refusal = null);
