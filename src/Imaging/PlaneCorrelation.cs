using HcsGrid.Plates;

namespace HcsGrid.Imaging;

/// <summary>
/// Measures how two channels of a site go together: Pearson's correlation over all pixels.
/// </summary>
/// <remarks>
/// The five sums are exact whole numbers, so the result depends on neither order nor vector width; it is the same when
/// the planes change places, and 1 for a plane with itself.
/// </remarks>
public static class PlaneCorrelation
{
    /// <summary>Pearson's r, from −1 to 1; NaN where one of the planes is constant.</summary>
    /// <exception cref="ScreenDataException">The planes differ in size.</exception>
    public static double Measure(Plane a, Plane b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.Width != b.Width || a.Height != b.Height)
            throw new ScreenDataException(
                $"planes of {a.Width} x {a.Height} and {b.Width} x {b.Height} pixels "
                + "cannot be correlated",
                Place.Unknown);
        var sums = (a.Type, b.Type) switch
        {
            (SampleType.UInt8, SampleType.UInt8) => PairSums.Of(a.UInt8Samples, b.UInt8Samples),
            (SampleType.UInt16, SampleType.UInt16) => PairSums.Of(a.UInt16Samples, b.UInt16Samples),
            (SampleType.UInt8, _) => PairSums.OfMixed(a.UInt8Samples, b.UInt16Samples),
            _ => PairSums.OfMixed(b.UInt8Samples, a.UInt16Samples),
        };
        return sums.Pearson(a.PixelCount);
    }
}
