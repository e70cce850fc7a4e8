namespace HcsGrid.Simulation.Tests;

/// <summary>
/// Plain measurements on pixels, independent of the code under test.
/// </summary>
internal static class SiteMeasures
{
    /// <summary>Areas of the connected regions above a threshold, those below 20 pixels left out.</summary>
    public static List<int> ObjectAreas(ushort[] pixels, int width, int threshold)
    {
        var seen = new bool[pixels.Length];
        var areas = new List<int>();
        var open = new Stack<int>();
        for (var start = 0; start < pixels.Length; start++)
        {
            var area = 0;
            Visit(start);
            while (open.TryPop(out var at))
            {
                area++;
                if (at % width > 0)
                    Visit(at - 1);
                if (at % width < width - 1)
                    Visit(at + 1);
                Visit(at - width);
                Visit(at + width);
            }

            if (area >= 20)
                areas.Add(area);
        }

        return areas;

        void Visit(int at)
        {
            if (at < 0 || at >= pixels.Length || seen[at] || pixels[at] < threshold)
                return;
            seen[at] = true;
            open.Push(at);
        }
    }

    /// <summary>Mean light where the mask is above the threshold, over that in the rest of the cells.</summary>
    public static double RatioInside(ushort[] pixels, ushort[] mask, int threshold, int dark)
    {
        double inside = 0, outside = 0;
        int insideCount = 0, outsideCount = 0;
        for (var i = 0; i < pixels.Length; i++)
        {
            if (mask[i] >= threshold)
            {
                inside += pixels[i] - dark;
                insideCount++;
            }
            else if (pixels[i] > dark + 80)
            {
                outside += pixels[i] - dark;
                outsideCount++;
            }
        }

        return inside / insideCount / (outside / outsideCount);
    }
}
