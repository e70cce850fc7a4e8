using HcsGrid.Imaging;
using HcsGrid.Profiling.Particles;

namespace HcsGrid.Runs.Detection;

/// <summary>
/// Draws a small picture of a micrograph with a ring around each particle, in the colour of its size group.
/// </summary>
/// <remarks>
/// Colours are those that the colour-blind tell apart (Okabe and Ito 2008), in the order of the groups; particles of no
/// group are grey. A ring lies outside the bead, on a pale one that keeps it readable. Only additions, multiplications
/// and square roots are used: the same particles and pixels give the same picture.
/// </remarks>
internal static class ParticlePicture
{
    /// <summary>Quality of the JPEG, 1 to 100.</summary>
    private const int Quality = 85;

    private const double Gap = 1.5;
    private const double Line = 0.75;
    private const double PaleLine = 1.6;

    private static readonly (byte Red, byte Green, byte Blue)[] GroupColours =
    [
        (0xE6, 0x9F, 0x00), (0x56, 0xB4, 0xE9), (0x00, 0x9E, 0x73), (0xD5, 0x5E, 0x00), (0xCC, 0x79, 0xA7),
        (0x00, 0x72, 0xB2), (0xF0, 0xE4, 0x42),
    ];

    private static readonly (byte Red, byte Green, byte Blue) Ungrouped = (0x70, 0x70, 0x70);
    private static readonly (byte Red, byte Green, byte Blue) Pale = (0xFF, 0xFF, 0xFF);

    /// <summary>The colour of a group, or of particles that are in none, as <c>#rrggbb</c>.</summary>
    public static string ColourOf(int? group)
    {
        var (red, green, blue) = RgbOf(group);
        return $"#{red:x2}{green:x2}{blue:x2}";
    }

    /// <summary>The picture as JPEG; nothing where its side is 0.</summary>
    /// <param name="found">The particles with their groups.</param>
    /// <param name="plane">The image.</param>
    /// <param name="scale">What is black and white.</param>
    /// <param name="longestSide">Longer side of the picture, in pixels; it never enlarges.</param>
    public static byte[] Draw(FoundImage found, Plane plane, IntensityScale scale, int longestSide)
    {
        if (longestSide == 0)
            return [];
        var photo = ThumbnailMaker.Make([new ThumbnailChannel(plane, scale, ThumbnailColor.Gray)], longestSide);
        var factor = photo.Width / (double)plane.Width;
        foreach (var particle in found.Particles)
        {
            var (x, y) = (((particle.XPixels + 0.5) * factor) - 0.5, ((particle.YPixels + 0.5) * factor) - 0.5);
            var radius = (particle.DiameterPixels / 2 * factor) + Gap;
            Ring(photo, x, y, radius, PaleLine, Pale, 0.6);
            Ring(photo, x, y, radius, Line, RgbOf(found.GroupOf(particle)), 1);
        }

        return photo.ToJpeg(Quality);
    }

    private static (byte Red, byte Green, byte Blue) RgbOf(int? group) =>
        group is { } index ? GroupColours[index % GroupColours.Length] : Ungrouped;

    /// <summary>Covers what lies within half a line's width of a circle, with soft edges.</summary>
    private static void Ring(
        Thumbnail photo, double x, double y, double radius, double width, (byte Red, byte Green, byte Blue) colour,
        double strength)
    {
        var reach = radius + width + 1;
        for (var row = Math.Max(0, (int)(y - reach)); row <= Math.Min(photo.Height - 1, (int)(y + reach)); row++)
        {
            for (var column = Math.Max(0, (int)(x - reach));
                column <= Math.Min(photo.Width - 1, (int)(x + reach)); column++)
            {
                var distance = Math.Sqrt(((column - x) * (column - x)) + ((row - y) * (row - y)));
                var cover = strength * Math.Clamp(width + 0.5 - Math.Abs(distance - radius), 0, 1);
                if (cover <= 0)
                    continue;
                var at = 3 * ((row * photo.Width) + column);
                photo.Rgb[at] = Mixed(photo.Rgb[at], colour.Red, cover);
                photo.Rgb[at + 1] = Mixed(photo.Rgb[at + 1], colour.Green, cover);
                photo.Rgb[at + 2] = Mixed(photo.Rgb[at + 2], colour.Blue, cover);
            }
        }
    }

    private static byte Mixed(byte below, byte above, double cover) =>
        (byte)Math.Floor(below + ((above - below) * cover) + 0.5);
}
