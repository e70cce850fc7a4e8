using System.Globalization;
using System.Text;
using HcsGrid.Plates;

namespace HcsGrid.Profiling.Particles;

/// <summary>
/// Writes particles as comma-separated text: our full table, and the forms of Gold Digger and GoldInAndOut.
/// </summary>
/// <remarks>
/// Lengths are rounded to thousandths, confidences to ten-thousandths; lines end in a line feed. A number that is not
/// known is left empty. The same particles give the same bytes.
/// </remarks>
public static class ParticleTables
{
    /// <summary>
    /// Everything: <c>x_px,y_px,x_nm,y_nm,diameter_px,diameter_nm,group,confidence</c>.
    /// </summary>
    /// <param name="particles">The particles, a row each.</param>
    /// <param name="groups">Where each belongs.</param>
    /// <param name="pixelSizeNm">Nanometres of a pixel, or null where unknown.</param>
    public static string Full(IReadOnlyList<Particle> particles, SizeGroups groups, double? pixelSizeNm)
    {
        ArgumentNullException.ThrowIfNull(particles);
        ArgumentNullException.ThrowIfNull(groups);
        var text = new StringBuilder("x_px,y_px,x_nm,y_nm,diameter_px,diameter_nm,group,confidence\n");
        foreach (var particle in particles)
        {
            Line(
                text, Length(particle.XPixels), Length(particle.YPixels), Length(particle.XPixels * pixelSizeNm),
                Length(particle.YPixels * pixelSizeNm), Length(particle.DiameterPixels),
                Length(particle.DiameterPixels * pixelSizeNm),
                groups.NominalOf(particle.DiameterPixels * pixelSizeNm ?? particle.DiameterPixels) is { } nominal
                    ? Length(nominal)
                    : "",
                particle.Confidence.ToString("0.####", CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    /// <summary>
    /// As Gold Digger writes: <c>X,Y,Area</c>, in pixels and square pixels; the area is that of the disc.
    /// </summary>
    public static string GoldDigger(IEnumerable<Particle> particles)
    {
        ArgumentNullException.ThrowIfNull(particles);
        var text = new StringBuilder("X,Y,Area\n");
        foreach (var particle in particles)
        {
            Line(
                text, Length(particle.XPixels), Length(particle.YPixels),
                Length(Math.PI / 4 * particle.DiameterPixels * particle.DiameterPixels));
        }

        return text.ToString();
    }

    /// <summary>As GoldInAndOut reads the particles of one size: <c>X,Y</c>, in pixels.</summary>
    public static string Places(IEnumerable<Particle> particles)
    {
        ArgumentNullException.ThrowIfNull(particles);
        var text = new StringBuilder("X,Y\n");
        foreach (var particle in particles)
            Line(text, Length(particle.XPixels), Length(particle.YPixels));
        return text.ToString();
    }

    private static void Line(StringBuilder text, params ReadOnlySpan<string> fields) =>
        text.AppendJoin(',', fields).Append('\n');

    private static string Length(double? value) =>
        value is { } known ? Math.Round(known, 3).ToString("0.###", CultureInfo.InvariantCulture) : "";
}
