using System.Globalization;
using HcsGrid.Imaging;

namespace HcsGrid.Runs;

/// <summary>
/// Makes the small colour picture of a well from the planes of its first site: its first three channels.
/// </summary>
internal static class Thumbnails
{
    /// <summary>Quality of the JPEG, 1 to 100.</summary>
    private const int Quality = 80;

    private static readonly string[] Colours = ["#2f7fff", "#2fd06a", "#ff5a3c"];

    public static byte[] Make(SitePlanes planes, PlateContext plate)
    {
        var size = plate.Job.Thumbnails.SizePixels;
        if (size == 0)
            return [];
        var channels = new List<ThumbnailChannel>();
        for (var i = 0; i < Math.Min(planes.Count, ThumbnailMaker.MaxChannelCount); i++)
        {
            var colour = plate.Job.Channels[i].Colour ?? (planes.Count == 1 ? "#ffffff" : Colours[i]);
            channels.Add(new ThumbnailChannel(planes[i], plate.Scales[i], Parse(colour)));
        }

        return ThumbnailMaker.Make(channels, size).ToJpeg(Quality);
    }

    private static ThumbnailColor Parse(string colour) => new(
        byte.Parse(colour.AsSpan(1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
        byte.Parse(colour.AsSpan(3, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
        byte.Parse(colour.AsSpan(5, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
}
