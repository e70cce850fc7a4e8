namespace HcsGrid.Runs.Jobs;

/// <summary>
/// How sites are cut into tiles. The size is the model's.
/// </summary>
public sealed record TileOptions
{
    /// <summary>Pixels that neighbouring tiles share. Default 0.</summary>
    public int OverlapPixels { get; init; }

    /// <exception cref="Plates.ScreenDataException">A value is out of bounds.</exception>
    internal void Validate() =>
        JobCheck.That(OverlapPixels is >= 0 and <= 4096, "tiles.overlapPixels",
            $"is {OverlapPixels}, expected 0 to 4096");
}
