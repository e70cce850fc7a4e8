namespace HcsGrid.Inference;

/// <summary>
/// What the model wants instead of a scaled intensity of 0 (the plate's dark end) and 1 (its bright end).
/// </summary>
public sealed record PixelScaling
{
    public double Low { get; init; }

    public double High { get; init; } = 1;

    /// <summary>True where intensities past the bright end are cut off; the dark end always is.</summary>
    public bool Clip { get; init; }
}
