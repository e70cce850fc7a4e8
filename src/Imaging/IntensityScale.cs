namespace HcsGrid.Imaging;

/// <summary>
/// How samples become a model's numbers: <paramref name="Low"/> becomes 0, <paramref name="High"/> becomes 1.
/// </summary>
/// <param name="Low">The sample value shown as 0.</param>
/// <param name="High">The sample value shown as 1; greater than <paramref name="Low"/>.</param>
/// <param name="Clip">Whether values above 1 become 1. Values below 0 always become 0.</param>
/// <remarks>
/// The value is max(0, x·a + b) in single precision, multiplication and addition rounded one after the other, with
/// a = 1/(High − Low) and b = −Low/(High − Low) computed in double precision and rounded once.
/// </remarks>
public readonly record struct IntensityScale(double Low, double High, bool Clip)
{
    internal float Factor => (float)(1 / (High - Low));

    internal float Offset => (float)(-Low / (High - Low));

    internal float Ceiling => Clip ? 1f : float.PositiveInfinity;

    /// <exception cref="ArgumentException">The bounds are not finite, or the upper one is not above the lower
    /// one.</exception>
    internal void Validate()
    {
        if (!double.IsFinite(Low) || !double.IsFinite(High) || !(High > Low))
            throw new ArgumentException(
                $"An intensity scale from {Low} to {High} is none: "
                + "its end must lie above its start.");
    }
}
