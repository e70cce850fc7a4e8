namespace HcsGrid.Client.Drawings;

/// <summary>
/// Colours between colours.
/// </summary>
internal static class ColourStops
{
    /// <summary>The colour at a share of the way over evenly spread stops (0xRRGGBB), each part linearly.</summary>
    public static int At(ReadOnlySpan<int> stops, double share)
    {
        var place = share * (stops.Length - 1);
        var left = Math.Min((int)place, stops.Length - 2);
        var colour = 0;
        for (var shift = 16; shift >= 0; shift -= 8)
        {
            var (from, to) = ((stops[left] >> shift) & 255, (stops[left + 1] >> shift) & 255);
            colour |= (int)Math.Round(from + ((place - left) * (to - from))) << shift;
        }

        return colour;
    }
}
