using HcsGrid.Runs;

namespace HcsGrid.Grains;

/// <summary>
/// The embeddings of a batch, and the credit of its sender.
/// </summary>
/// <param name="Values">Shape (tiles, channels embedded alone, width); empty where the tiles cannot be
/// embedded.</param>
/// <param name="Window">How many bytes of pixels the sender may have on their way to this silo from now on; one
/// batch in any case.</param>
/// <param name="Refusal">Why the tiles do not fit the model; else null.</param>
[GenerateSerializer]
[Immutable]
[Alias("hcsgrid.tile-answer")]
public sealed record TileAnswer(
    [property: Id(0)] float[] Values, [property: Id(1)] long Window, [property: Id(2)] RunProblem? Refusal = null);
