using HcsGrid.Plates;

namespace HcsGrid.Inference.Detection;

/// <summary>
/// How an image's pixels and a detection model's stand to each other.
/// </summary>
/// <param name="ModelPixelNm">Nanometres of a pixel that the model was made for.</param>
/// <param name="Factor">The model's pixels for one of the image's; 1 where the image's pixel size is unknown or the
/// model's within a thousandth.</param>
/// <param name="MinimumDiameterNm">The least diameter that is a particle.</param>
/// <param name="MaximumDiameterNm">The largest.</param>
internal readonly record struct ModelScale(
    double ModelPixelNm, double Factor, double MinimumDiameterNm, double MaximumDiameterNm)
{
    /// <summary>Below this difference nothing is resampled.</summary>
    private const double Tolerance = 1e-3;

    public static ModelScale Of(ModelCard card, double? pixelSizeNm)
    {
        if (pixelSizeNm is { } size && !(size > 0 && double.IsFinite(size)))
            throw new ScreenDataException($"the pixel size is {size} nm, expected more than 0", Place.Unknown);
        var detection = card.RequireDetection();
        var modelNm = 1000 * card.Input.PixelSizeMicrometres!.Value;
        var factor = (pixelSizeNm ?? modelNm) / modelNm;
        return new ModelScale(
            modelNm, Math.Abs(factor - 1) < Tolerance ? 1 : factor,
            detection.MinimumDiameterNm, detection.MaximumDiameterNm);
    }

    /// <summary>A place at the model's scale as one in the image, for columns and rows alike.</summary>
    public double ToImage(double position) => ((position + 0.5) / Factor) - 0.5;

    /// <summary>A diameter as the model gives it, in the image's pixels.</summary>
    public double ToImagePixels(double diameterNm) => diameterNm / ModelPixelNm / Factor;
}
