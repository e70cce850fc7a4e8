using HcsGrid.Plates;

namespace HcsGrid.Imaging;

/// <summary>
/// Makes small colour pictures of one to three channels by averaging boxes of pixels.
/// </summary>
/// <remarks>
/// Column x of w covers the image's columns ⌊x·W/w⌋ to ⌊(x+1)·W/w⌋ − 1, rows likewise. A box's mean is scaled, clipped
/// to [0, 1], multiplied by the channel's colour; the channels are added, clipped at 255 and rounded half up. Sums are
/// whole numbers and the rest is in a fixed order, so the same planes give the same picture.
/// </remarks>
public static class ThumbnailMaker
{
    public const int MaxChannelCount = 3;

    /// <summary>
    /// Shows the channels in a picture whose longer side is at most <paramref name="longestSide"/> pixels; it never
    /// enlarges.
    /// </summary>
    /// <exception cref="ScreenDataException">The channels differ in size.</exception>
    public static Thumbnail Make(IReadOnlyList<ThumbnailChannel> channels, int longestSide)
    {
        ArgumentNullException.ThrowIfNull(channels);
        ArgumentOutOfRangeException.ThrowIfLessThan(longestSide, 1);
        if (channels.Count is 0 or > MaxChannelCount)
            throw new ArgumentException(
                $"A picture has 1 to {MaxChannelCount} channels, not {channels.Count}.", nameof(channels));
        var (fullWidth, fullHeight) = (channels[0].Plane.Width, channels[0].Plane.Height);
        var longer = Math.Max(fullWidth, fullHeight);
        var side = Math.Min(longer, longestSide);
        var width = Math.Max(1, (int)((long)fullWidth * side / longer));
        var height = Math.Max(1, (int)((long)fullHeight * side / longer));
        var colors = new double[width * height * 3];
        foreach (var channel in channels)
        {
            if (channel.Plane.Width != fullWidth || channel.Plane.Height != fullHeight)
                throw new ScreenDataException(
                    $"channels of {fullWidth} x {fullHeight} and {channel.Plane.Width} x {channel.Plane.Height} pixels "
                    + "are not one picture",
                    Place.Unknown);
            channel.Scale.Validate();
            Add(channel, width, height, colors);
        }

        var rgb = new byte[colors.Length];
        for (var i = 0; i < rgb.Length; i++)
            rgb[i] = (byte)Math.Min(255, Math.Floor(colors[i] + 0.5));
        return new Thumbnail(width, height, rgb);
    }

    private static void Add(ThumbnailChannel channel, int width, int height, double[] colors)
    {
        var plane = channel.Plane;
        var sums = new long[width];
        for (var y = 0; y < height; y++)
        {
            var top = (int)((long)y * plane.Height / height);
            var bottom = (int)((long)(y + 1) * plane.Height / height);
            Array.Clear(sums);
            for (var row = top; row < bottom; row++)
                AddRow(plane, row, sums);
            for (var x = 0; x < width; x++)
            {
                var boxWidth = (long)(x + 1) * plane.Width / width - (long)x * plane.Width / width;
                var mean = (double)sums[x] / (boxWidth * (bottom - top));
                var share = Math.Clamp((mean - channel.Scale.Low) / (channel.Scale.High - channel.Scale.Low), 0, 1);
                var at = (y * width + x) * 3;
                colors[at] += share * channel.Color.Red;
                colors[at + 1] += share * channel.Color.Green;
                colors[at + 2] += share * channel.Color.Blue;
            }
        }
    }

    private static void AddRow(Plane plane, int row, long[] sums)
    {
        if (plane.Type == SampleType.UInt8)
            AddRow(plane.UInt8Samples.Slice(row * plane.Width, plane.Width), sums);
        else
            AddRow(plane.UInt16Samples.Slice(row * plane.Width, plane.Width), sums);
    }

    private static void AddRow(ReadOnlySpan<byte> samples, long[] sums)
    {
        var start = 0;
        for (var x = 0; x < sums.Length; x++)
        {
            var end = (int)((long)(x + 1) * samples.Length / sums.Length);
            long sum = 0;
            for (; start < end; start++)
                sum += samples[start];
            sums[x] += sum;
        }
    }

    private static void AddRow(ReadOnlySpan<ushort> samples, long[] sums)
    {
        var start = 0;
        for (var x = 0; x < sums.Length; x++)
        {
            var end = (int)((long)(x + 1) * samples.Length / sums.Length);
            long sum = 0;
            for (; start < end; start++)
                sum += samples[start];
            sums[x] += sum;
        }
    }
}
