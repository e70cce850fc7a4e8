using HcsGrid.Plates;

namespace HcsGrid.Profiling.Particles;

/// <summary>
/// The particles of images as a table: one row a particle, what <see cref="ParticleTables.Full"/> writes.
/// </summary>
/// <remarks>Lengths are rounded to thousandths, confidences to ten-thousandths. A number that is not known is
/// NaN.</remarks>
public static class ParticleRows
{
    /// <summary>The number columns.</summary>
    public static IReadOnlyList<string> Columns { get; } =
        ["x_px", "y_px", "x_nm", "y_nm", "diameter_px", "diameter_nm", "group", "confidence"];

    /// <summary>The numbers of one particle of an image, in the order of the columns.</summary>
    public static double[] NumbersOf(FoundImage image, Particle particle)
    {
        ArgumentNullException.ThrowIfNull(image);
        var pixelNm = image.PixelSizeNm ?? double.NaN;
        return
        [
            Length(particle.XPixels), Length(particle.YPixels), Length(particle.XPixels * pixelNm),
            Length(particle.YPixels * pixelNm), Length(particle.DiameterPixels),
            Length(particle.DiameterPixels * pixelNm),
            image.Groups.NominalOf(image.SizeOf(particle)) is { } nominal ? Length(nominal) : double.NaN,
            Math.Round(particle.Confidence, 4),
        ];
    }

    private static double Length(double value) => Math.Round(value, 3);
}
