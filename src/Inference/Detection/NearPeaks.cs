using HcsGrid.Plates;

namespace HcsGrid.Inference.Detection;

/// <summary>
/// Leaves of peaks that are too near to each other the highest.
/// </summary>
internal static class NearPeaks
{
    /// <summary>
    /// The peaks that stay: taken from the highest down (equal ones from the top, then from the left), each unless one
    /// taken before is nearer than <paramref name="share"/> times the sum of both radii.
    /// </summary>
    public static List<Particle> Suppress(List<Particle> peaks, double share)
    {
        if (peaks.Count == 0)
            return [];
        var reach = Math.Max(1, share * peaks.Max(p => p.DiameterPixels));
        var taken = new Dictionary<(long Column, long Row), List<Particle>>();
        var kept = new List<Particle>();
        var ordered = peaks.OrderByDescending(p => p.Confidence).ThenBy(p => p.YPixels).ThenBy(p => p.XPixels);
        foreach (var peak in ordered)
        {
            var place = ((long)Math.Floor(peak.XPixels / reach), (long)Math.Floor(peak.YPixels / reach));
            if (IsShadowed(peak, place, taken, share))
                continue;
            kept.Add(peak);
            if (!taken.TryGetValue(place, out var list))
                taken[place] = list = [];
            list.Add(peak);
        }

        return kept;
    }

    private static bool IsShadowed(
        Particle peak, (long Column, long Row) place, Dictionary<(long, long), List<Particle>> taken, double share)
    {
        for (var row = place.Row - 1; row <= place.Row + 1; row++)
        {
            for (var column = place.Column - 1; column <= place.Column + 1; column++)
            {
                if (taken.TryGetValue((column, row), out var list) && list.Exists(IsNear))
                    return true;
            }
        }

        return false;

        bool IsNear(Particle other)
        {
            var (x, y) = (peak.XPixels - other.XPixels, peak.YPixels - other.YPixels);
            var nearest = share * (peak.DiameterPixels + other.DiameterPixels) / 2;
            return (x * x) + (y * y) < nearest * nearest;
        }
    }
}
