namespace HcsGrid.Inference.Detection;

/// <summary>
/// The settings and bounds of a <see cref="ParticleDetector"/>.
/// </summary>
public sealed record ParticleDetectorOptions
{
    /// <summary>The least value of a peak that is a particle, 0 to 1. Default: what the model's card says.</summary>
    public double? Threshold { get; init; }

    /// <summary>
    /// Tiles that are handed to the model at once; a wider row of tiles is handed over whole. Default 32.
    /// </summary>
    public int MaxTilesAtOnce { get; init; } = 32;

    /// <summary>
    /// Most pixels of an image after it was brought to the model's pixel size. Default 400,000,000, as of a file.
    /// </summary>
    public long MaxPixels { get; init; } = 400_000_000;

    /// <exception cref="ArgumentOutOfRangeException">A value is out of bounds; the message names it.</exception>
    public void Validate()
    {
        if (Threshold is { } threshold && threshold is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(Threshold), threshold, "Threshold must be between 0 and 1.");
        if (MaxTilesAtOnce is < 1 or > 4096)
        {
            throw new ArgumentOutOfRangeException(
                nameof(MaxTilesAtOnce), MaxTilesAtOnce, "MaxTilesAtOnce must be 1 to 4096.");
        }

        if (MaxPixels is < 1 or > int.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(MaxPixels), MaxPixels, "MaxPixels must be 1 to 2147483647.");
    }
}
