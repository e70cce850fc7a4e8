using System.Globalization;
using HcsGrid.Imaging;

namespace HcsGrid.Runs;

/// <summary>
/// Makes the small colour picture of a well from the planes of its first site.
/// </summary>
internal static class Thumbnails
{
    /// <summary>Quality of the JPEG, 1 to 100.</summary>
    private const int Quality = 80;

    private static readonly string[] Colours = ["#2f7fff", "#2fd06a", "#ff5a3c", "#ffc21a", "#c86bff", "#1fd1d1"];

    public static byte[] Make(IReadOnlyList<Plane> planes, PlateContext plate)
    {
        var size = plate.Job.Thumbnails.SizePixels;
        if (size == 0)
            return [];
        var colours = plate.Job.Channels
            .Select((c, i) => Parse(c.Colour ?? (planes.Count == 1 ? "#ffffff" : Colours[i % Colours.Length]))).ToArray();
        return ThumbnailMaker.MakeJpeg(planes, plate.Scales, colours, size, Quality);
    }

    private static RgbColour Parse(string colour) => new(
        byte.Parse(colour.AsSpan(1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
        byte.Parse(colour.AsSpan(3, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
        byte.Parse(colour.AsSpan(5, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
}
